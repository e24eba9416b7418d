package dev.ostiary.federation.rule;

import java.util.List;

/** Which roles a user has because of a provider's rules; the stream's owner is the user's organization. */
public record Claimed(String idp, String userId, List<Role> roles) {
    public Claimed {
        roles = List.copyOf(roles);
    }
}
