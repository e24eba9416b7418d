package dev.ostiary.rpc;

import java.util.List;

/**
 * The user behind a valid token.
 *
 * @param userId empty for {@link #NOBODY}
 * @param organization the organization the user belongs to
 * @param memberships what the user may do, over the whole instance
 */
public record Caller(String userId, String organization, List<Membership> memberships) {
    public static final Caller NOBODY = new Caller("", "", List.of());

    /**
     * Roles a user has on a resource.
     *
     * @param resource id of the instance or organization
     */
    public record Membership(String resource, List<String> roles) {}
}
