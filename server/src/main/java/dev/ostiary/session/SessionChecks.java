package dev.ostiary.session;

import dev.ostiary.api.session.v2.CheckUser;
import dev.ostiary.api.session.v2.Checks;
import dev.ostiary.api.session.v2.RequestChallenges;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.PasswordCheck;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.util.Optional;

/** The checks that a call asks for: of a user, of the user's password, and of a provider's word about the user. */
final class SessionChecks {
    private final Store store;
    private final Users users;
    private final PasswordChecks passwords;
    private final Vouching vouching;

    SessionChecks(Store store, Users users, PasswordChecks passwords, Vouching vouching) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.vouching = vouching;
    }

    /** Refuses what nobody here can check. */
    static void requireKnown(Checks checks, RequestChallenges challenges) {
        boolean unknown = checks.hasWebAuthN()
                || checks.hasTotp()
                || checks.hasOtpSms()
                || checks.hasOtpEmail()
                || !challenges.equals(RequestChallenges.getDefaultInstance());
        if (unknown) {
            throw Problem.of(Kind.UNIMPLEMENTED, "SESSION-Fa3ct", "Errors.Session.FactorsNotSupported");
        }
    }

    /**
     * Makes the checks. A wrong password counts, see {@link PasswordChecks}.
     *
     * @param before id of the user the session is of already; empty when it is of nobody
     * @throws Problem when one is not passed
     */
    Found make(String instance, Checks checks, String before) {
        Optional<Stored<User>> user =
                checks.hasUser() ? Optional.of(user(instance, checks.getUser(), before)) : Optional.empty();
        if (checks.hasPassword()) {
            String id = user.map(Stored::id).orElse(before);
            if (id.isEmpty()) {
                throw Problem.precondition("COMMAND-Sfw3f", "Errors.User.UserIDMissing");
            }
            password(passwords.check(instance, id, checks.getPassword().getPassword()));
        }
        if (checks.hasIdpIntent() && user.isEmpty() && before.isEmpty()) {
            throw Problem.precondition("COMMAND-Sfw3r", "Errors.User.UserIDMissing");
        }
        return new Found(user, checks.hasPassword());
    }

    /**
     * Uses a provider's word, where one is brought, in the transaction that writes the session: it is good once.
     *
     * @param userId whose session it is
     * @throws Problem when it isn't about that user, or good no more
     */
    Optional<Vouching.Word> vouched(Transaction tx, Call call, Checks checks, String userId) {
        return checks.hasIdpIntent()
                ? Optional.of(vouching.use(
                        tx,
                        call,
                        checks.getIdpIntent().getIdpIntentId(),
                        checks.getIdpIntent().getIdpIntentToken(),
                        userId))
                : Optional.empty();
    }

    private Stored<User> user(String instance, CheckUser check, String before) {
        Stored<User> user = store.read(sql -> check.hasUserId()
                        ? users.find(sql, instance, check.getUserId())
                        : users.byLoginName(sql, instance, check.getLoginName()))
                .orElseThrow(() -> Problem.notFound("QUERY-Dfbg2", "Errors.User.NotFound"));
        if (user.state().state() != User.State.ACTIVE) {
            throw Problem.precondition("SESSION-Gj4ko", "Errors.User.NotActive");
        }
        if (!before.isEmpty() && !before.equals(user.id())) {
            throw Problem.invalid("SESSION-Uc7no", "Errors.Session.UserChange");
        }
        return user;
    }

    private static void password(PasswordCheck check) {
        switch (check) {
            case PasswordCheck.Passed passed -> {}
            case PasswordCheck.Wrong wrong -> throw Problem.invalid("COMMAND-3M0fs", "Errors.User.Password.Invalid");
            case PasswordCheck.LockedOut locked -> throw Problem.precondition("COMMAND-JLK35", "Errors.User.Locked");
            case PasswordCheck.NotSet notSet ->
                throw Problem.precondition("COMMAND-3nJ4t", "Errors.User.Password.NotSet");
        }
    }
}
