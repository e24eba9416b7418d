package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.AttemptEvent.Consumed;
import dev.ostiary.federation.AttemptEvent.Failed;
import dev.ostiary.federation.AttemptEvent.Succeeded;
import dev.ostiary.federation.Attempts.Identified;
import dev.ostiary.federation.Decision.AskToLinkOrCreate;
import dev.ostiary.federation.Decision.Create;
import dev.ostiary.federation.Decision.LinkTo;
import dev.ostiary.federation.Decision.Refuse;
import dev.ostiary.federation.Decision.SignIn;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import java.time.InstantSource;
import java.util.Optional;

/** Ends sign-ins: decides, does what was decided and writes it down, all in one transaction. */
final class Conclusion {
    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final Attempts attempts;
    private final Situations situations;
    private final Accounts accounts;
    private final Rulings rulings;

    Conclusion(
            Store store,
            InstantSource clock,
            IdentityProviders providers,
            Attempts attempts,
            Situations situations,
            Accounts accounts,
            Rulings rulings) {
        this.store = store;
        this.clock = clock;
        this.providers = providers;
        this.attempts = attempts;
        this.situations = situations;
        this.accounts = accounts;
        this.rulings = rulings;
    }

    /** Where an attempt stands when its end is written. */
    private record End(
            Call call, Stored<Attempt> attempt, Pending pending, Outcome.Completion completion, StepLog log) {
        String reference() {
            return attempt.state().reference();
        }

        String authRequestId() {
            return attempt.state().authRequestId();
        }
    }

    /**
     * Ends a sign-in whose person the provider vouches for, or asks the person.
     *
     * @throws Accounts.Undone when what was decided can't be done
     * @throws Attempts.AlreadyOver when another answer was faster
     */
    Outcome signIn(
            Call call,
            Stored<Attempt> attempt,
            Pending pending,
            Beginning beginning,
            ExternalIdentity said,
            Outcome.Completion completion,
            StepLog log) {
        Ruled ruled = rulings.of(call.instanceId(), attempt.state().idp(), said);
        ExternalIdentity identity = ruled.identity();
        End end = new End(call, attempt, pending, completion, log);
        completion.about(end.authRequestId());
        return store.write(log.within(tx -> {
            Stored<IdentityProvider> idp = provider(tx, end);
            Situation situation = situations.of(tx.sql(), call.instance(), idp, beginning.organization(), identity);
            return switch (Decision.decide(situation)) {
                case SignIn in -> {
                    log.ok(Stage.DECISION, "the account is linked to user " + in.userId());
                    yield signedIn(tx, end, idp, accounts.signIn(tx, idp, in.userId(), identity), ruled);
                }
                case LinkTo to -> {
                    log.ok(
                            Stage.DECISION,
                            "the account is linked to user " + to.userId() + " by "
                                    + idp.state().options().autoLinking());
                    yield signedIn(tx, end, idp, accounts.link(tx, idp, to.userId(), identity), ruled);
                }
                case Create in -> {
                    log.ok(Stage.DECISION, "a user is created in organization " + in.organization());
                    yield signedIn(tx, end, idp, accounts.create(tx, idp, in.organization(), identity), ruled);
                }
                case AskToLinkOrCreate ask ->
                    ask(
                            tx,
                            end,
                            idp,
                            ask,
                            new Identified(
                                    beginning, identity.with(identity.obtained().forLogout())));
                case Refuse refuse -> refused(tx, end, refuse.reason(), why(refuse, situation));
            };
        }));
    }

    private Stored<IdentityProvider> provider(Transaction tx, End end) {
        return providers
                .find(tx.sql(), end.call().instanceId(), end.attempt().state().idp())
                .orElseThrow(() -> new Accounts.Undone(Reason.PROVIDER_CHANGED, "the provider was removed"));
    }

    private Outcome signedIn(Transaction tx, End end, Stored<IdentityProvider> idp, Stored<User> before, Ruled ruled) {
        end.completion().vouchedFor(ruled.identity());
        Stored<User> user = rulings.apply(tx, idp, before, ruled, end.log());
        end.log().ok(Stage.RESULT, "signed in as user " + user.id());
        attempts.take(tx, end.attempt(), end.pending(), Attempts.over(end.pending()));
        attempts.record(
                tx,
                end.attempt(),
                end.pending().phase() == Pending.Phase.ANSWER
                        ? new Consumed(user.id(), end.log().entries())
                        : new Succeeded(user.id(), end.log().entries()));
        Outcome.SignedIn signedIn = new Outcome.SignedIn(user, idp.id(), end.authRequestId());
        end.completion().signedIn(tx, signedIn);
        return signedIn;
    }

    private Outcome ask(
            Transaction tx, End end, Stored<IdentityProvider> idp, AskToLinkOrCreate ask, Identified identified) {
        end.log()
                .ok(
                        Stage.DECISION,
                        "nobody is linked to the account: the person is asked"
                                + (ask.mayLink() ? " to link" : "")
                                + (ask.mayCreate() ? " to create a user in organization " + ask.organization() : ""));
        Pending question = attempts.awaitPerson(end.call().instanceId(), end.pending(), identified, clock.instant());
        attempts.take(tx, end.attempt(), end.pending(), question);
        attempts.record(tx, end.attempt(), new Succeeded("", end.log().entries()));
        return question(end, idp, identified);
    }

    private static Outcome.AskToLinkOrCreate question(End end, Stored<IdentityProvider> idp, Identified identified) {
        return new Outcome.AskToLinkOrCreate(
                end.attempt().id(),
                end.reference(),
                idp.id(),
                identified.identity(),
                idp.state().options(),
                end.authRequestId());
    }

    private Outcome refused(Transaction tx, End end, Reason reason) {
        return refused(tx, end, reason, "nobody is signed in");
    }

    private Outcome refused(Transaction tx, End end, Reason reason, String detail) {
        end.log().failed(Stage.DECISION, reason, detail);
        return failed(tx, end, reason);
    }

    private static String why(Refuse refuse, Situation situation) {
        Situation.Link linked = situation.linked();
        return refuse.reason() == Reason.OTHER_ISSUER && linked != null
                ? "the link to user " + linked.account().userId() + " was made with '" + linked.issuer()
                        + "' and waits to be confirmed for '"
                        + situation.identity().issuer() + "'"
                : "nobody is signed in";
    }

    /** What the person was asked, if they still may answer. */
    Optional<Outcome.AskToLinkOrCreate> asked(Call call, String attempt, String browserKey) {
        return store.read(sql -> attempts.byAttempt(sql, call.instanceId(), attempt)
                .filter(pending -> obstacle(pending, browserKey).isEmpty())
                .flatMap(pending -> attempts.find(sql, call.instanceId(), attempt)
                        .flatMap(is -> providers
                                .find(sql, call.instanceId(), is.state().idp())
                                .map(idp -> question(
                                        new End(call, is, pending, Outcome.Completion.NONE, new StepLog(clock)),
                                        idp,
                                        attempts.identified(call.instanceId(), pending))))));
    }

    private Optional<Reason> obstacle(Pending pending, String browserKey) {
        if (!Secrets.matches(browserKey, pending.browser())) {
            return Optional.of(Reason.WRONG_BROWSER);
        }
        if (pending.phase() != Pending.Phase.ANSWER) {
            return Optional.of(Reason.ALREADY_USED);
        }
        return clock.instant().isBefore(pending.expiresAt()) ? Optional.empty() : Optional.of(Reason.EXPIRED);
    }

    /** What the person answers, in the transaction that ends the sign-in. */
    private interface Answer {
        Outcome within(Transaction tx, End end, Stored<IdentityProvider> idp, Beginning beginning, Ruled ruled);
    }

    Outcome create(Call call, String attempt, String browserKey, EditedProfile edited, Outcome.Completion completion) {
        return answer(call, attempt, browserKey, completion, (tx, end, idp, beginning, ruled) -> {
            Situation situation = situation(tx, end, idp, beginning, ruled);
            Optional<Reason> obstacle = Decision.obstacleToCreating(situation);
            if (obstacle.isPresent()) {
                return refused(tx, end, obstacle.get());
            }
            String organization = situation.whereToCreate().organization();
            end.log().ok(Stage.DECISION, "the person creates a user in organization " + organization);
            return signedIn(tx, end, idp, accounts.create(tx, idp, organization, ruled.identity(), edited), ruled);
        });
    }

    Outcome link(Call call, String attempt, String browserKey, Stored<User> user, Outcome.Completion completion) {
        return answer(call, attempt, browserKey, completion, (tx, end, idp, beginning, ruled) -> {
            Situation situation = situation(tx, end, idp, beginning, ruled);
            Stored<User> current = accounts.find(tx, idp, user.id());
            Optional<Reason> obstacle =
                    Decision.obstacleToLinking(situation, situations.account(tx.sql(), idp, current));
            if (obstacle.isPresent()) {
                return refused(tx, end, obstacle.get());
            }
            end.log().ok(Stage.DECISION, "the person links the account to user " + current.id());
            return signedIn(tx, end, idp, accounts.link(tx, idp, current.id(), ruled.identity()), ruled);
        });
    }

    private Situation situation(
            Transaction tx, End end, Stored<IdentityProvider> idp, Beginning beginning, Ruled ruled) {
        return situations.of(tx.sql(), end.call().instance(), idp, beginning.organization(), ruled.identity());
    }

    private Outcome answer(Call call, String attempt, String browserKey, Outcome.Completion completion, Answer answer) {
        Optional<End> found = store.read(sql -> attempts.byAttempt(sql, call.instanceId(), attempt)
                .flatMap(pending -> attempts.find(sql, call.instanceId(), attempt)
                        .map(is -> new End(call, is, pending, completion, new StepLog(clock)))));
        if (found.isEmpty()) {
            return new Outcome.Refused(Reason.STATE_UNKNOWN, Reference.next(), "");
        }
        End end = found.get();
        Optional<Reason> obstacle = obstacle(end.pending(), browserKey);
        if (obstacle.isPresent()) {
            String request = obstacle.get() == Reason.WRONG_BROWSER ? "" : end.authRequestId();
            return new Outcome.Refused(obstacle.get(), end.reference(), request);
        }
        return answer(end, answer, attempts.identified(call.instanceId(), end.pending()));
    }

    private Outcome answer(End end, Answer answer, Identified identified) {
        Ruled ruled = rulings.of(end.call().instanceId(), end.attempt().state().idp(), identified.identity());
        end.completion().about(end.authRequestId());
        try {
            return store.write(
                    end.log().within(tx -> answer.within(tx, end, provider(tx, end), identified.beginning(), ruled)));
        } catch (Attempts.AlreadyOver late) {
            return new Outcome.Refused(Reason.ALREADY_USED, end.reference(), end.authRequestId());
        } catch (Accounts.Undone undone) {
            end.log().failed(undone.failure());
            return undone(end, undone.failure().reason());
        }
    }

    private Outcome undone(End end, Reason reason) {
        try {
            return store.write(tx -> failed(tx, end, reason));
        } catch (Attempts.AlreadyOver late) {
            return new Outcome.Refused(Reason.ALREADY_USED, end.reference(), end.authRequestId());
        }
    }

    private Outcome failed(Transaction tx, End end, Reason reason) {
        attempts.take(tx, end.attempt(), end.pending(), Attempts.over(end.pending()));
        attempts.record(tx, end.attempt(), new Failed(reason, end.log().entries()));
        return new Outcome.Refused(reason, end.reference(), end.authRequestId());
    }
}
