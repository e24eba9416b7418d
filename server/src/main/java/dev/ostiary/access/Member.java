package dev.ostiary.access;

import java.util.List;

/**
 * A user's roles on a resource; the stream's owner is the resource.
 *
 * @param roles names such as {@code ORG_OWNER}, in the order they were given
 */
public record Member(String userId, List<String> roles) {
    public Member {
        roles = List.copyOf(roles);
    }
}
