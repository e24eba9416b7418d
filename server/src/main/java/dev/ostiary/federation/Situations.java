package dev.ostiary.federation;

import dev.ostiary.federation.Situation.Account;
import dev.ostiary.federation.Situation.Link;
import dev.ostiary.federation.Situation.Status;
import dev.ostiary.federation.Situation.Target;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.instance.Instance;
import dev.ostiary.org.Orgs;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.Users;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks up what a {@link Decision} needs to know, in one snapshot or transaction of the store. */
final class Situations {
    private final Users users;
    private final Orgs orgs;
    private final LoginPolicies policies;

    Situations(Users users, Orgs orgs, LoginPolicies policies) {
        this.users = users;
        this.orgs = orgs;
        this.policies = policies;
    }

    /** @param requested the organization the sign-in is for; empty for any */
    Situation of(
            Handle sql, Instance instance, Stored<IdentityProvider> idp, String requested, ExternalIdentity identity) {
        String owner = providerOrganization(idp);
        String restricted = requested.isEmpty() ? owner : requested;
        Options options = idp.state().options();
        Link linked = linked(sql, idp, identity);
        return linked != null
                ? new Situation(options, owner, requested, identity, linked, List.of(), null)
                : new Situation(
                        options,
                        owner,
                        requested,
                        identity,
                        null,
                        candidates(sql, idp, restricted, identity),
                        target(sql, idp, restricted.isEmpty() ? instance.defaultOrganization() : restricted, identity));
    }

    /** Like {@link #offered(Handle, Stored, String)}, outside of transactions, and without a query once it is known. */
    boolean offered(Stored<IdentityProvider> idp, String organization) {
        return idp.state().active() && policies.offers(idp.stream().instance(), organization, idp.id());
    }

    /** Whether the login policy of this organization offers the provider; the instance's when it is empty. */
    boolean offered(Handle sql, Stored<IdentityProvider> idp, String organization) {
        return idp.state().active() && policies.offers(sql, idp.stream().instance(), organization, idp.id());
    }

    /** Whether any login policy offers the provider: for who does not say yet whom they want to sign in. */
    boolean offeredAnywhere(Handle sql, Stored<IdentityProvider> idp) {
        return idp.state().active()
                && policies.offeredAnywhere(sql, idp.stream().instance(), idp.id());
    }

    /** A user whom an account is linked to. */
    Stored<User> user(Handle sql, String instance, String id) {
        return users.find(sql, instance, id).orElseThrow();
    }

    Account account(Handle sql, Stored<IdentityProvider> idp, Stored<User> user) {
        User state = user.state();
        return new Account(
                user.id(),
                user.owner(),
                state.userName(),
                state.human().map(human -> human.email().address()).orElse(""),
                state.human().map(human -> human.email().verified()).orElse(false),
                status(state),
                offered(sql, idp, user.owner()));
    }

    private static Status status(User user) {
        if (user.human().isEmpty()) {
            return Status.MACHINE;
        }
        return switch (user.state()) {
            case ACTIVE -> Status.ACTIVE;
            case INACTIVE -> Status.INACTIVE;
            case LOCKED -> Status.LOCKED;
        };
    }

    private static String providerOrganization(Stored<IdentityProvider> idp) {
        return idp.stream().ownedByInstance() ? "" : idp.owner();
    }

    private @Nullable Link linked(Handle sql, Stored<IdentityProvider> idp, ExternalIdentity identity) {
        return users.linkedTo(sql, idp.stream().instance(), idp.id(), identity.subject())
                .map(user -> new Link(account(sql, idp, user), issuer(user.state(), idp.id(), identity.subject())))
                .orElse(null);
    }

    private static String issuer(User user, String idp, String subject) {
        return user.link(idp, subject).map(IdpLink::issuer).orElse("");
    }

    private List<Account> candidates(
            Handle sql, Stored<IdentityProvider> idp, String restricted, ExternalIdentity identity) {
        String instance = idp.stream().instance();
        List<Stored<User>> found = switch (idp.state().options().autoLinking()) {
            case NONE -> List.of();
            case USERNAME ->
                identity.preferredUsername().isEmpty()
                        ? List.of()
                        : users.byLoginName(sql, instance, identity.preferredUsername()).stream()
                                .toList();
            case EMAIL -> byEmail(sql, instance, restricted, identity);
        };
        return found.stream().map(user -> account(sql, idp, user)).toList();
    }

    private List<Stored<User>> byEmail(Handle sql, String instance, String restricted, ExternalIdentity identity) {
        if (identity.email().isEmpty() || !identity.emailVerified()) {
            return List.of();
        }
        return restricted.isEmpty()
                ? users.byVerifiedEmail(sql, instance, identity.email())
                : users.byVerifiedEmail(sql, instance, restricted, identity.email());
    }

    private Target target(Handle sql, Stored<IdentityProvider> idp, String organization, ExternalIdentity identity) {
        String instance = idp.stream().instance();
        boolean taken = !identity.userName().isEmpty()
                && users.byLoginName(sql, instance, identity.userName()).isPresent();
        return new Target(
                organization,
                orgs.find(sql, instance, organization).isPresent(),
                offered(sql, idp, organization),
                taken);
    }
}
