package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.AttemptEvent.Failed;
import dev.ostiary.federation.Attempts.Held;
import dev.ostiary.federation.Connector.PlainlyPlease;
import dev.ostiary.federation.Connector.Start;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what comes in to sign-ins that are under way, each once, and finds out what it means. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final Attempts attempts;
    private final Departures departures;
    private final Conclusion conclusion;
    private final Intents intents;

    /** Sign-ins whose answer is being worked on here: an answer that comes twice at once is used once. */
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    Answers(
            Store store,
            InstantSource clock,
            IdentityProviders providers,
            Attempts attempts,
            Departures departures,
            Conclusion conclusion,
            Intents intents) {
        this.store = store;
        this.clock = clock;
        this.providers = providers;
        this.attempts = attempts;
        this.departures = departures;
        this.conclusion = conclusion;
        this.intents = intents;
    }

    /** @param completion what else happens in the same transaction when the person is signed in */
    Outcome outcome(Call call, Answer answer, Outcome.Completion completion) {
        Optional<Resumed> found = resumed(call, answer);
        if (found.isEmpty()) {
            return unknown(call, answer);
        }
        String sign = call.instanceId() + answer.state();
        if (!underway.add(sign)) {
            return found.get().refused(Reason.ALREADY_USED);
        }
        try {
            return resume(call, found.get(), completion);
        } finally {
            underway.remove(sign);
        }
    }

    Optional<Resumed> resumed(Call call, Answer answer) {
        return store.read(sql -> attempts.byState(sql, call.instanceId(), answer.state())
                .flatMap(pending -> attempts.find(sql, call.instanceId(), pending.attempt())
                        .map(attempt -> new Resumed(
                                attempt,
                                pending,
                                answer,
                                Secrets.matches(answer.browserKey(), pending.browser()),
                                providers.current(
                                        call.instanceId(), attempt.state().idp())))));
    }

    /** The person finds the way back to the sign-in that their browser has under way, if there is one. */
    private Outcome unknown(Call call, Answer answer) {
        String reference = Reference.next();
        LOG.info(
                "answer of a provider that belongs to no sign-in: reference {}, instance {}, error '{}'",
                reference,
                call.instanceId(),
                answer.error());
        String other =
                store.read(sql -> attempts.underway(sql, call.instanceId(), answer.browserKey(), clock.instant()));
        return new Outcome.Refused(Reason.STATE_UNKNOWN, reference, other);
    }

    private Outcome resume(Call call, Resumed resumed, Outcome.Completion completion) {
        StepLog log = new StepLog(clock);
        try {
            return identify(call, resumed, completion, log);
        } catch (LoginFailure failure) {
            log.failed(failure);
            return fail(resumed, failure.reason(), log);
        } catch (Accounts.Undone undone) {
            log.failed(undone.failure());
            return fail(resumed, undone.failure().reason(), log);
        } catch (Attempts.AlreadyOver late) {
            return resumed.refused(Reason.ALREADY_USED);
        }
    }

    private Outcome identify(Call call, Resumed resumed, Outcome.Completion completion, StepLog log)
            throws LoginFailure {
        Pending pending = resumed.pending();
        if (pending.phase() != Pending.Phase.CALLBACK) {
            throw new Attempts.AlreadyOver();
        }
        require(
                resumed.sameBrowser() || resumed.landing() != null,
                Reason.WRONG_BROWSER,
                "the answer came to another browser");
        require(
                clock.instant().isBefore(pending.expiresAt()),
                Reason.EXPIRED,
                "the answer came after " + pending.expiresAt());
        Stored<IdentityProvider> idp = resumed.idp()
                .orElseThrow(
                        () -> new LoginFailure(Reason.PROVIDER_CHANGED, Stage.CALLBACK, "the provider was removed"));
        Held held = attempts.held(call.instanceId(), pending);
        Start start = new Start(idp, held.beginning(), resumed.answer().state(), held.redirectUri(), held.plainly());
        try {
            ExternalIdentity identity = resumed.answer().finding().identity(start, held.memory(), log);
            return concluded(call, resumed, held, identity, completion, log);
        } catch (PlainlyPlease refused) {
            log.ok(
                    Stage.CALLBACK,
                    "the provider refuses the prompt, it is asked again without: " + refused.getMessage());
            Way way = departures.again(call, resumed.attempt(), pending, start, log);
            return new Outcome.Again(way, held.beginning().authRequestId());
        } catch (LoginFailure failure) {
            return askAgain(call, resumed, start, held, failure, log);
        }
    }

    private Outcome concluded(
            Call call,
            Resumed resumed,
            Held held,
            ExternalIdentity identity,
            Outcome.Completion completion,
            StepLog log)
            throws LoginFailure {
        Landing landing = resumed.landing();
        return landing == null
                ? conclusion.signIn(
                        call, resumed.attempt(), resumed.pending(), held.beginning(), identity, completion, log)
                : intents.vouched(call, resumed.attempt(), landing, resumed.pending(), identity, log);
    }

    /** A wrong password is nothing to begin anew for; but not for ever. */
    private Outcome askAgain(Call call, Resumed resumed, Start start, Held held, LoginFailure failure, StepLog log)
            throws LoginFailure {
        String memory = failure.reason() == Reason.CREDENTIALS_WRONG && resumed.landing() == null
                ? LdapConnector.afterWrongAnswer(held.memory())
                : null;
        if (memory == null) {
            throw failure;
        }
        log.failed(failure);
        Pending pending = attempts.awaitProvider(
                call.instanceId(),
                resumed.attempt().id(),
                resumed.pending().browser(),
                new Held(held.beginning(), held.redirectUri(), memory, held.plainly()),
                clock.instant());
        store.write(tx ->
                attempts.beginAgain(tx, resumed.attempt(), resumed.pending(), pending, start.state(), log.entries()));
        return new Outcome.AskAgain(start.state(), start.beginning().authRequestId());
    }

    private static void require(boolean holds, Reason otherwise, String detail) throws LoginFailure {
        if (!holds) {
            throw new LoginFailure(otherwise, Stage.CALLBACK, detail);
        }
    }

    private Outcome fail(Resumed resumed, Reason reason, StepLog log) {
        try {
            return store.write(tx -> {
                attempts.take(tx, resumed.attempt(), resumed.pending(), Attempts.over(resumed.pending()));
                attempts.record(tx, resumed.attempt(), new Failed(reason, log.entries()));
                return resumed.refused(reason);
            });
        } catch (Attempts.AlreadyOver late) {
            return resumed.refused(Reason.ALREADY_USED);
        }
    }
}
