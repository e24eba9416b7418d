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

    /** Finds what a user may do. */
    public interface Memberships {

        /** @param resources ids of the instance or of organizations; those without a membership are left out of the answer */
        List<Membership> on(Set<String> resources);

        /** What the user may do on projects of an organization, and on project grants to it. */
        List<Membership> within(String organization);
    }

    /** A user whose memberships of the instance and of organizations are known, and who has no other. */
    public Caller(String userId, String organization, List<Membership> memberships) {
        this(userId, organization, new KnownMemberships(memberships));
    }

    private record KnownMemberships(List<Membership> all) implements Memberships {
        @Override
        public List<Membership> on(Set<String> resources) {
            return all.stream()
                    .filter(membership -> resources.contains(membership.resource()))
                    .toList();
        }

        @Override
        public List<Membership> within(String organization) {
            return List.of();
        }
    }

    /**
     * Roles a user has on a resource.
     *
     * @param resource id of the instance, organization, project or project grant
     */
    public record Membership(String resource, List<String> roles) {}
}
