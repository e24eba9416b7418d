package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.AttemptEvent.Consumed;
import dev.ostiary.federation.AttemptEvent.Failed;
import dev.ostiary.federation.AttemptEvent.Succeeded;
import dev.ostiary.federation.Attempts.Vouched;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.logout.UpstreamSessions;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Vouching;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User.IdpLink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Sign-ins through a provider that a page of somebody else's begins by a call. The provider's word about the person is kept for a while,
 * for whoever has the token that the browser brings to that page. By itself it signs nobody in: the page begins a session with it, once.
 */
public final class Intents {
    /** How long the provider's word may be asked for, and a session be begun with it. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final Beginning BEGINNING = new Beginning("", "", "", "", List.of(), null, List.of(), Map.of());

    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final Attempts attempts;
    private final Situations situations;
    private final Connectors connectors;
    private final Departures departures;
    private final Rulings rulings;
    private final UpstreamSessions sessions;
    private final SignInMetrics metrics;

    Intents(
            Store store,
            InstantSource clock,
            IdentityProviders providers,
            Attempts attempts,
            Situations situations,
            Connectors connectors,
            Departures departures,
            Rulings rulings,
            UpstreamSessions sessions,
            SignInMetrics metrics) {
        this.store = store;
        this.clock = clock;
        this.providers = providers;
        this.attempts = attempts;
        this.situations = situations;
        this.connectors = connectors;
        this.departures = departures;
        this.rulings = rulings;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /** Somebody is to be sent to a provider. */
    public record Begun(Stored<Attempt> attempt, Way way) {}

    /**
     * The provider's word about somebody.
     *
     * @param linked whether the account is linked to anybody
     * @param userId whom it signs in; empty when that is nobody
     */
    public record Known(
            Stored<Attempt> attempt,
            Stored<IdentityProvider> idp,
            ExternalIdentity identity,
            boolean linked,
            String userId) {

        /** The link that a user with the account has, or would get. */
        public IdpLink link() {
            return Provisioning.link(idp.id(), identity);
        }
    }

    /**
     * Begins a sign-in.
     *
     * @param idp a provider that some login policy of the instance offers
     * @param landing where the caller wants the browser; that it may be sent there is for the caller to check
     * @throws Problem when nobody can be sent to the provider
     */
    public Begun start(Call call, Stored<IdentityProvider> idp, Landing landing) {
        try {
            Departures.Left left = departures.begin(
                    call, idp, BEGINNING, landing, () -> store.read(sql -> situations.offeredAnywhere(sql, idp)));
            return new Begun(left.attempt(), left.way());
        } catch (Departures.Stayed stayed) {
            metrics.count(new Step.Refused(stayed.reason(), stayed.reference()));
            throw stayed.reason() == Reason.PROVIDER_NOT_OFFERED
                    ? Problem.precondition("COMMAND-In6of", "Errors.User.ExternalIDP.NotAllowed")
                    : Problem.precondition(
                            "IDP-Bu7ne",
                            "The provider can't be used: " + stayed.reason().text() + ", reference "
                                    + stayed.reference());
        }
    }

    /**
     * Somebody has proved who they are in the same call.
     *
     * @param token with which the page asks who it is
     * @param userId whom the account is linked to; empty when it is linked to nobody
     */
    public record Proved(Stored<Attempt> attempt, String token, String userId) {

        @Override
        public String toString() {
            return "Proved[" + attempt.id() + "]";
        }
    }

    /**
     * Finds out whose name and password at a directory these are, and keeps its word. Blocks while the directory is asked.
     *
     * @param idp a directory that some login policy of the instance offers
     * @throws Problem when they are nobody's, or the directory can't be asked
     */
    public Proved prove(Call call, Stored<IdentityProvider> idp, Credentials credentials) {
        Stored<Attempt> attempt = start(call, idp, Landing.NOWHERE).attempt();
        Pending pending = store.read(sql -> attempts.byAttempt(sql, call.instanceId(), attempt.id()))
                .orElseThrow();
        StepLog log = new StepLog(clock);
        Verdict verdict;
        try {
            verdict = decide(call, attempt, pending, connectors.ldap().identify(idp, credentials, log), log);
        } catch (LoginFailure failure) {
            log.failed(failure);
            verdict = store.write(tx -> fail(tx, attempt, pending, failure.reason(), log));
        }
        return switch (verdict) {
            case Kept kept -> {
                metrics.count(new Outcome.Landed("", null));
                yield new Proved(attempt, kept.token(), kept.userId());
            }
            case Refused refused -> {
                metrics.count(new Step.Refused(refused.reason(), attempt.state().reference()));
                throw Problem.invalid("COMMAND-nzun2i", "Errors.User.ExternalIDP.LoginFailed");
            }
        };
    }

    /** What becomes of the provider's word. */
    private sealed interface Verdict {}

    private record Kept(String token, String userId) implements Verdict {}

    private record Refused(Reason reason) implements Verdict {}

    /**
     * Keeps the provider's word.
     *
     * @param landing as the attempt has it
     * @throws Accounts.Undone when it isn't worth anything any more
     * @throws Attempts.AlreadyOver when another answer was faster
     */
    Outcome.Landed vouched(
            Call call,
            Stored<Attempt> attempt,
            Landing landing,
            Pending pending,
            ExternalIdentity identity,
            StepLog log) {
        return switch (decide(call, attempt, pending, identity, log)) {
            case Kept kept -> new Outcome.Landed(landing.success(attempt.id(), kept.token(), kept.userId()), null);
            case Refused refused -> refused(attempt, landing, refused.reason());
        };
    }

    private Verdict decide(Call call, Stored<Attempt> attempt, Pending pending, ExternalIdentity said, StepLog log) {
        String token = Secrets.token();
        ExternalIdentity identity =
                rulings.of(call.instanceId(), attempt.state().idp(), said).identity();
        return store.write(log.within(tx -> {
            Stored<IdentityProvider> idp = providers
                    .find(tx.sql(), call.instanceId(), attempt.state().idp())
                    .orElseThrow(() -> new Accounts.Undone(Reason.PROVIDER_CHANGED, "the provider was removed"));
            return switch (decision(tx.sql(), call, idp, identity)) {
                case Decision.Refuse refuse -> {
                    log.failed(Stage.DECISION, refuse.reason(), "nobody may sign in with the account");
                    yield fail(tx, attempt, pending, refuse.reason(), log);
                }
                case Decision.SignIn in -> {
                    log.ok(
                            Stage.DECISION,
                            in.userId().isEmpty()
                                    ? "nobody is linked to the account"
                                    : "the account is linked to user " + in.userId());
                    Pending word = attempts.awaitPage(
                            call.instanceId(),
                            pending,
                            new Vouched(identity, Secrets.hash(token)),
                            clock.instant().plus(LIFETIME));
                    attempts.take(tx, attempt, pending, word);
                    attempts.record(tx, attempt, new Succeeded("", log.entries()));
                    yield new Kept(token, in.userId());
                }
                case Decision other -> throw new IllegalStateException("a linked account leads to " + other);
            };
        }));
    }

    private Verdict fail(Transaction tx, Stored<Attempt> attempt, Pending pending, Reason reason, StepLog log) {
        attempts.take(tx, attempt, pending, Attempts.over(pending));
        attempts.record(tx, attempt, new Failed(reason, log.entries()));
        return new Refused(reason);
    }

    /** To sign in nobody is what an account leads to that nobody is linked to. */
    private Decision decision(Handle sql, Call call, Stored<IdentityProvider> idp, ExternalIdentity identity) {
        return situations.offeredAnywhere(sql, idp)
                ? linked(sql, call, idp, identity).orElse(new Decision.SignIn(""))
                : new Decision.Refuse(Reason.PROVIDER_NOT_OFFERED);
    }

    /** The browser goes back to the page with a failure of ours. */
    static Outcome.Landed refused(Stored<Attempt> attempt, Landing landing, Reason reason) {
        return new Outcome.Landed(
                landing.failure(
                        attempt.id(),
                        reason == Reason.ALREADY_USED
                                ? "IDP-Sfrgs"
                                : reason.text().replace('-', '_'),
                        "reference " + attempt.state().reference()),
                reason);
    }

    /** What the link of an account decides; empty when it has none. The same rules hold as on our own pages. */
    private Optional<Decision> linked(Handle sql, Call call, Stored<IdentityProvider> idp, ExternalIdentity identity) {
        Situation situation = situations.of(sql, call.instance(), idp, "", identity);
        return situation.linked() == null ? Optional.empty() : Optional.of(Decision.decide(situation));
    }

    /**
     * Returns the provider's word, for who has the token. It may be asked for any number of times, until it is used or too old.
     *
     * @throws Problem when there is none
     */
    public Known retrieve(Call call, String id, String token) {
        return store.read(sql -> {
            Word word = word(sql, call, id, token, "IDP-nme4gszsvx", "IDP-SAf42");
            return known(sql, call, word);
        });
    }

    /**
     * Uses the provider's word for a user: it is good once.
     *
     * @param userId whose session it is for
     * @throws Problem when there is none, or it isn't about this user
     */
    public Vouching.Word use(Transaction tx, Call call, String id, String token, String userId) {
        Word word = word(tx.sql(), call, id, token, "COMMAND-Df4bw", "COMMAND-SAf42");
        Known known = known(tx.sql(), call, word);
        if (userId.isEmpty() || !known.userId().equals(userId)) {
            throw Problem.precondition("COMMAND-O8xk3w", "Errors.Intent.OtherUser");
        }
        StepLog log = new StepLog(clock);
        bringInLine(tx, call, known, log);
        log.ok(Stage.RESULT, "used for a session of user " + userId);
        attempts.take(tx, word.attempt(), word.pending(), Attempts.over(word.pending()));
        attempts.record(tx, word.attempt(), new Consumed(userId, log.entries()));
        return new Vouching.Word(
                known.idp().id(),
                (same, session) -> sessions.keep(
                        same,
                        call.instanceId(),
                        session.id(),
                        session.state().expiresAt(),
                        known.idp().id(),
                        known.identity().obtained()));
    }

    /** The session is the sign-in: what the provider's claims become, they become now. */
    private void bringInLine(Transaction tx, Call call, Known known, StepLog log) {
        Ruled ruled = rulings.within(tx.sql(), call.instanceId(), known.idp().id(), known.identity());
        if (ruled.verdict() != null) {
            rulings.apply(tx, known.idp(), situations.user(tx.sql(), call.instanceId(), known.userId()), ruled, log);
        }
    }

    /** What is kept, for who has the token. */
    private record Word(Stored<Attempt> attempt, Pending pending, Vouched vouched) {}

    private Word word(Handle sql, Call call, String id, String token, String notThere, String tooOld) {
        Stored<Attempt> attempt = attempts.find(sql, call.instanceId(), id)
                .filter(found -> found.state().landing() != null)
                .orElseThrow(() -> notTheToken(token));
        Pending pending = attempts.byAttempt(sql, call.instanceId(), id)
                .filter(found -> found.phase() == Pending.Phase.ANSWER)
                .orElseThrow(() -> attempt.state().phase() == Attempt.Phase.ASKED
                        ? Problem.precondition(tooOld, "Errors.Intent.Expired")
                        : Problem.precondition(notThere, "Errors.Intent.NotSucceeded"));
        Vouched vouched = attempts.vouched(call.instanceId(), pending);
        if (!Secrets.matches(token, vouched.tokenHash())) {
            throw notTheToken(token);
        }
        if (!clock.instant().isBefore(pending.expiresAt())) {
            throw Problem.precondition(tooOld, "Errors.Intent.Expired");
        }
        return new Word(attempt, pending, vouched);
    }

    private static Problem notTheToken(String token) {
        boolean looksLikeOne = token.matches("[A-Za-z0-9_-]{43}");
        return Problem.denied(looksLikeOne ? "CRYPTO-CRYPTO" : "CRYPTO-Swg31", "Errors.Intent.InvalidToken");
    }

    private Known known(Handle sql, Call call, Word word) {
        Stored<IdentityProvider> idp = providers
                .find(sql, call.instanceId(), word.attempt().state().idp())
                .orElseThrow(() -> Problem.precondition("COMMAND-as02jin", "Errors.IDPConfig.NotExisting"));
        ExternalIdentity identity = word.vouched().identity();
        Optional<Decision> linked = linked(sql, call, idp, identity);
        String user = linked.orElse(null) instanceof Decision.SignIn in ? in.userId() : "";
        return new Known(word.attempt(), idp, identity, linked.isPresent(), user);
    }
}
