package dev.ostiary.rpc;

import java.util.List;
import java.util.Set;

/**
 * The user behind a valid token.
 *
 * @param userId empty for {@link #NOBODY}
 * @param organization the organization the user belongs to
 * @param memberships what the user may do; looked up for the resources that a call is about, as one user may have thousands
 */
public record Caller(String userId, String organization, Memberships memberships) {
    public static final Caller NOBODY = new Caller("", "", List.of());

    /** Finds what a user may do on some resources. */
    @FunctionalInterface
    public interface Memberships {

        /** @param resources ids of the instance or of organizations; those without a membership are left out of the answer */
        List<Membership> on(Set<String> resources);
    }

    /** A user whose memberships are known. */
    public Caller(String userId, String organization, List<Membership> memberships) {
        this(
                userId,
                organization,
                resources -> memberships.stream()
                        .filter(membership -> resources.contains(membership.resource()))
                        .toList());
    }

    /**
     * Roles a user has on a resource.
     *
     * @param resource id of the instance or organization
     */
    public record Membership(String resource, List<String> roles) {}
}
