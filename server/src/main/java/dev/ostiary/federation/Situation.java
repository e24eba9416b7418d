package dev.ostiary.federation;

import dev.ostiary.idp.IdentityProvider.Options;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that {@link Decision#decide} needs to know.
 *
 * @param options the provider's
 * @param providerOrganization the organization that owns the provider; empty for the instance's
 * @param requestedOrganization the organization the sign-in is for; empty when it is for any
 * @param linked the user that the account is linked to, null when there is none
 * @param candidates users that might be the same person; nobody is looked for where somebody is linked
 * @param target where a user would be created, null where somebody is linked
 */
record Situation(
        Options options,
        String providerOrganization,
        String requestedOrganization,
        ExternalIdentity identity,
        @Nullable Link linked,
        List<Account> candidates,
        @Nullable Target target) {

    /**
     * A link that exists already.
     *
     * @param issuer whom it belongs to, see {@link dev.ostiary.user.User.IdpLink#issuer}
     */
    record Link(Account account, String issuer) {

        /** Whether somebody must confirm it first: it was made when another issuer vouched for the account. */
        boolean waits(String now) {
            return !issuer.isEmpty() && !issuer.equals(now);
        }
    }

    /**
     * A user.
     *
     * @param emailVerified the address is verified here
     * @param offered the login policy of the user's organization offers the provider
     */
    record Account(
            String userId,
            String organization,
            String userName,
            String email,
            boolean emailVerified,
            Status status,
            boolean offered) {}

    /** What a user may do. */
    enum Status {
        ACTIVE,
        INACTIVE,
        LOCKED,
        MACHINE
    }

    /**
     * Where a user would be created.
     *
     * @param exists there is such an organization
     * @param offered its login policy offers the provider
     * @param userNameTaken somebody has the user name that the identity asks for
     */
    record Target(String organization, boolean exists, boolean offered, boolean userNameTaken) {}

    /** Where a user would be created. */
    Target whereToCreate() {
        return Objects.requireNonNull(target, "somebody is linked");
    }

    /** Whether users of this organization may be linked or created: an organization's provider has no say over others. */
    boolean concerns(String organization) {
        return (providerOrganization.isEmpty() || providerOrganization.equals(organization))
                && (requestedOrganization.isEmpty() || requestedOrganization.equals(organization));
    }
}
