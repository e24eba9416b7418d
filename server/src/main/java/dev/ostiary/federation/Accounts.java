package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.Users;

/** Does with users what was decided, in the transaction that ends the sign-in. */
final class Accounts {
    private final Users users;

    Accounts(Users users) {
        this.users = users;
    }

    Stored<User> find(Transaction tx, Stored<IdentityProvider> idp, String userId) {
        return users.find(tx.sql(), idp.stream().instance(), userId)
                .orElseThrow(() -> new Undone(Reason.USER_INACTIVE, "the user was removed"));
    }

    /** Returns the user as the provider says they are now. */
    Stored<User> signIn(Transaction tx, Stored<IdentityProvider> idp, String userId, ExternalIdentity identity) {
        Stored<User> user = find(tx, idp, userId);
        return updated(tx, idp, belonging(tx, idp, user, identity), identity);
    }

    /** A link that an administrator made belongs to the issuer that is the first to vouch for the account. */
    private Stored<User> belonging(
            Transaction tx, Stored<IdentityProvider> idp, Stored<User> user, ExternalIdentity identity) {
        return user.state()
                .link(idp.id(), identity.subject())
                .filter(link -> link.issuer().isEmpty())
                .map(link -> users.confirmLink(tx, user, user.id(), link, identity.issuer()))
                .orElse(user);
    }

    /** @throws Undone when somebody else has this account */
    Stored<User> link(Transaction tx, Stored<IdentityProvider> idp, String userId, ExternalIdentity identity) {
        Stored<User> user = find(tx, idp, userId);
        return updated(tx, idp, linked(tx, idp, user, identity), identity);
    }

    private Stored<User> linked(
            Transaction tx, Stored<IdentityProvider> idp, Stored<User> user, ExternalIdentity identity) {
        try {
            return users.addLink(tx, user, user.id(), Provisioning.link(idp.id(), identity));
        } catch (Problem problem) {
            throw new Undone(Reason.ACCOUNT_TAKEN, "the account could not be linked: " + problem.key());
        }
    }

    /** @throws Undone when the user can't be */
    Stored<User> create(Transaction tx, Stored<IdentityProvider> idp, String organization, ExternalIdentity identity) {
        try {
            return create(tx, idp, organization, identity, EditedProfile.of(identity));
        } catch (Problem problem) {
            Reason reason =
                    problem.kind() == Problem.Kind.ALREADY_EXISTS ? Reason.ACCOUNT_TAKEN : Reason.PROFILE_INCOMPLETE;
            throw new Undone(reason, "the user could not be created: " + problem.key());
        }
    }

    /** @throws Problem when what the person said can't be a user, or the user name is taken */
    Stored<User> create(
            Transaction tx,
            Stored<IdentityProvider> idp,
            String organization,
            ExternalIdentity identity,
            EditedProfile edited) {
        NewHuman human = Provisioning.human(idp.id(), identity, edited);
        return users.addHuman(tx, idp.stream().instance(), organization, "", human);
    }

    private Stored<User> updated(
            Transaction tx, Stored<IdentityProvider> idp, Stored<User> user, ExternalIdentity identity) {
        Human human = user.state().human().orElseThrow();
        if (!idp.state().options().autoUpdate()) {
            return user;
        }
        Provisioning.Updated updated = Provisioning.update(human, identity);
        return users.changeHuman(tx, user, user.id(), updated.profile(), updated.email(), updated.phone());
    }

    /** What was decided can't be done; nothing of the transaction holds. */
    static final class Undone extends RuntimeException {
        private final transient LoginFailure failure;

        Undone(Reason reason, String detail) {
            super(detail, null, false, false);
            this.failure = new LoginFailure(reason, Stage.RESULT, detail);
        }

        LoginFailure failure() {
            return failure;
        }
    }
}
