package dev.ostiary.federation;

import dev.ostiary.federation.Situation.Account;
import dev.ostiary.federation.Situation.Link;
import dev.ostiary.federation.Situation.Target;
import dev.ostiary.idp.IdentityProvider.Options;
import java.util.List;
import java.util.Optional;

/**
 * What happens with a person that a provider vouches for.
 *
 * <p>In this order: who is linked signs in; who is found by auto-linking is linked; automatic creation creates; otherwise the person
 * is asked, where the provider's options allow linking or creating. The four switches are independent: automatic creation does not
 * need {@code creationAllowed}, auto-linking does not need {@code linkingAllowed}.
 */
sealed interface Decision {

    /** The account is linked to this user. */
    record SignIn(String userId) implements Decision {}

    /** The account is to be linked to this user, whom it belongs to by user name or e-mail address. */
    record LinkTo(String userId) implements Decision {}

    /** A user is to be created in this organization. */
    record Create(String organization) implements Decision {}

    /** The person is to be asked. At least one of both is allowed. */
    record AskToLinkOrCreate(boolean mayLink, boolean mayCreate, String organization) implements Decision {}

    record Refuse(Reason reason) implements Decision {}

    static Decision decide(Situation situation) {
        Link linked = situation.linked();
        if (linked != null) {
            return signIn(situation, linked);
        }
        Optional<Account> found = autoLinked(situation);
        return found.isPresent() ? link(found.get()) : createOrAsk(situation);
    }

    private static Decision signIn(Situation situation, Link linked) {
        Account account = linked.account();
        if (linked.waits(situation.identity().issuer())) {
            return new Refuse(Reason.OTHER_ISSUER);
        }
        if (!situation.concerns(account.organization())) {
            return new Refuse(Reason.OTHER_ORGANIZATION);
        }
        return obstacle(account).<Decision>map(Refuse::new).orElseGet(() -> new SignIn(account.userId()));
    }

    private static Decision link(Account account) {
        return obstacle(account).<Decision>map(Refuse::new).orElseGet(() -> new LinkTo(account.userId()));
    }

    /** Returns why this user can't sign in with the provider. */
    static Optional<Reason> obstacle(Account account) {
        return switch (account.status()) {
            case MACHINE -> Optional.of(Reason.NOT_A_PERSON);
            case INACTIVE -> Optional.of(Reason.USER_INACTIVE);
            case LOCKED -> Optional.of(Reason.USER_LOCKED);
            case ACTIVE -> account.offered() ? Optional.empty() : Optional.of(Reason.PROVIDER_NOT_OFFERED);
        };
    }

    /** Finds the one user that auto-linking finds; several are as good as none. */
    private static Optional<Account> autoLinked(Situation situation) {
        List<Account> found = situation.candidates().stream()
                .filter(account -> situation.concerns(account.organization()))
                .filter(account -> isSamePerson(situation.options(), situation.identity(), account))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** An e-mail address proves something only where both sides have verified it. */
    private static boolean isSamePerson(Options options, ExternalIdentity identity, Account account) {
        return switch (options.autoLinking()) {
            case NONE -> false;
            case USERNAME ->
                !identity.preferredUsername().isEmpty()
                        && identity.preferredUsername().equalsIgnoreCase(account.userName());
            case EMAIL ->
                identity.emailVerified()
                        && account.emailVerified()
                        && !identity.email().isEmpty()
                        && identity.email().equalsIgnoreCase(account.email());
        };
    }

    private static Decision createOrAsk(Situation situation) {
        Options options = situation.options();
        Target target = situation.whereToCreate();
        Optional<Reason> obstacle = obstacle(situation, target);
        if (obstacle.isPresent()) {
            return new Refuse(obstacle.get());
        }
        if (options.autoCreation() && situation.identity().isComplete() && !target.userNameTaken()) {
            return new Create(target.organization());
        }
        if (options.linkingAllowed() || options.creationAllowed()) {
            return new AskToLinkOrCreate(options.linkingAllowed(), options.creationAllowed(), target.organization());
        }
        return new Refuse(notCreated(situation));
    }

    /** Returns why nobody can be created there. */
    private static Optional<Reason> obstacle(Situation situation, Target target) {
        if (!situation.concerns(target.organization())) {
            return Optional.of(Reason.OTHER_ORGANIZATION);
        }
        if (!target.exists()) {
            return Optional.of(Reason.ORGANIZATION_UNKNOWN);
        }
        return target.offered() ? Optional.empty() : Optional.of(Reason.PROVIDER_NOT_OFFERED);
    }

    /** Returns why a person who was asked can't create a user: things may have changed since. */
    static Optional<Reason> obstacleToCreating(Situation situation) {
        if (!situation.options().creationAllowed()) {
            return Optional.of(Reason.NOT_ALLOWED);
        }
        return situation.linked() != null
                ? Optional.of(Reason.ACCOUNT_TAKEN)
                : obstacle(situation, situation.whereToCreate());
    }

    /** Returns why a person who was asked can't link the account to this user. */
    static Optional<Reason> obstacleToLinking(Situation situation, Account account) {
        if (!situation.options().linkingAllowed()) {
            return Optional.of(Reason.NOT_ALLOWED);
        }
        if (situation.linked() != null) {
            return Optional.of(Reason.ACCOUNT_TAKEN);
        }
        return situation.concerns(account.organization()) ? obstacle(account) : Optional.of(Reason.OTHER_ORGANIZATION);
    }

    private static Reason notCreated(Situation situation) {
        if (!situation.options().autoCreation()) {
            return Reason.NOT_ALLOWED;
        }
        return situation.identity().isComplete() ? Reason.USER_NAME_TAKEN : Reason.PROFILE_INCOMPLETE;
    }
}
