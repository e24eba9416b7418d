package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.AttemptEvent.Failed;
import dev.ostiary.federation.Attempts.Held;
import dev.ostiary.federation.Connector.PlainlyPlease;
import dev.ostiary.federation.Connector.Return;
import dev.ostiary.federation.Connector.Start;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker, as the sign-in pages see it: {@link #begin} sends the browser to a provider, {@link #callback} finds out who came back.
 * Safe for use by many threads; blocks while the provider is asked.
 *
 * <p>A sign-in costs one transaction to begin and one to end.
 */
public final class Federation {
    /** Where providers send the browser back to. */
    public static final String CALLBACK = "/idps/callback";

    private static final Logger LOG = LoggerFactory.getLogger(Federation.class);

    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final Situations situations;
    private final Attempts attempts;
    private final Connectors connectors;
    private final Departures departures;
    private final Conclusion conclusion;
    private final Intents intents;
    private final SignInMetrics metrics;

    /** Sign-ins whose answer is being worked on here: an answer that comes twice at once is used once. */
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    /** The rooms that sign-ins need. */
    public record Rooms(
            Store store,
            Vault vault,
            Ids ids,
            InstantSource clock,
            IdentityProviders providers,
            Users users,
            Orgs orgs,
            LoginPolicies policies,
            MeterRegistry meters) {}

    public Federation(Rooms rooms, OutboundClient http, Discovery discovery, ProviderKeys keys) {
        this.store = rooms.store();
        this.clock = rooms.clock();
        this.providers = rooms.providers();
        this.metrics = new SignInMetrics(rooms.meters());
        this.situations = new Situations(rooms.users(), rooms.orgs(), rooms.policies());
        this.attempts = new Attempts(store, rooms.vault());
        this.connectors = new Connectors(
                new OidcConnector(http, discovery, keys, providers::secret, clock),
                new OAuthConnector(http, providers::secret, clock));
        this.departures = new Departures(store, rooms.ids(), clock, connectors, attempts);
        this.conclusion = new Conclusion(store, clock, providers, attempts, situations, new Accounts(rooms.users()));
        this.intents = new Intents(store, clock, providers, attempts, situations, departures, metrics);
    }

    /** Sign-ins that pages of somebody else's begin. Their people come back to {@link #callback} like ours. */
    public Intents intents() {
        return intents;
    }

    /**
     * Begins a sign-in.
     *
     * @param idp the provider; its login policy must offer it
     * @return where the browser goes, or why it can't
     */
    public Step begin(Call call, Stored<IdentityProvider> idp, Beginning beginning) {
        return metrics.count(depart(call, idp, beginning));
    }

    private Step depart(Call call, Stored<IdentityProvider> idp, Beginning beginning) {
        try {
            return new Step.Leave(departures
                    .begin(call, idp, beginning, null, sql -> situations.offered(sql, idp, beginning.organization()))
                    .way());
        } catch (Departures.Stayed stayed) {
            return new Step.Refused(stayed.reason(), stayed.reference());
        }
    }

    /** Tells whether people can sign in through a provider: it is active, and speaks a protocol that this server speaks. */
    public static boolean isUsable(IdentityProvider provider) {
        return provider.active()
                && switch (provider.config()) {
                    case Config.OpenId openId -> true;
                    case Config.OAuth2 oAuth2 -> true;
                    case Config.Other other -> false;
                };
    }

    /** Like {@link #callback(Call, Callback, Outcome.Completion)} with nothing else to do. */
    public Outcome callback(Call call, Callback callback) {
        return callback(call, callback, Outcome.Completion.NONE);
    }

    /**
     * Finds out who came back from a provider, and what that means.
     *
     * @param completion what else happens in the same transaction when the person is signed in
     */
    public Outcome callback(Call call, Callback callback, Outcome.Completion completion) {
        return metrics.count(answered(call, callback, completion));
    }

    private Outcome answered(Call call, Callback callback, Outcome.Completion completion) {
        String state = callback.parameters().first("state").orElse("");
        Optional<Resumed> found = store.read(sql -> attempts.byState(sql, call.instanceId(), state)
                .flatMap(pending -> attempts.find(sql, call.instanceId(), pending.attempt())
                        .map(attempt -> new Resumed(
                                attempt,
                                pending,
                                callback.parameters(),
                                Secrets.matches(callback.browserKey(), pending.browser()),
                                providers.find(
                                        sql, call.instanceId(), attempt.state().idp())))));
        if (found.isEmpty()) {
            return unknown(call, callback);
        }
        if (!underway.add(call.instanceId() + state)) {
            return found.get().refused(Reason.ALREADY_USED);
        }
        try {
            return resume(call, callback, found.get(), completion);
        } finally {
            underway.remove(call.instanceId() + state);
        }
    }

    /** What a provider's answer belongs to. */
    private record Resumed(
            Stored<Attempt> attempt,
            Pending pending,
            Parameters answer,
            boolean sameBrowser,
            Optional<Stored<IdentityProvider>> idp) {

        /** Where a page of somebody else's wants the browser; null for our own. */
        @Nullable
        Landing landing() {
            return attempt.state().landing();
        }

        Outcome refused(Reason reason) {
            Landing landing = landing();
            return landing == null ? refusedHere(reason) : refusedThere(landing, reason);
        }

        /** What the provider itself said is told as it is. */
        private Outcome refusedThere(Landing landing, Reason reason) {
            boolean theirs = reason == Reason.CANCELLED || reason == Reason.PROVIDER_ERROR;
            String error = answer.first("error").orElse("");
            return theirs && !error.isEmpty()
                    ? new Outcome.Landed(
                            landing.failure(
                                    attempt.id(),
                                    LogEntry.printable(error, 100),
                                    LogEntry.printable(
                                            answer.first("error_description").orElse(""), 400)),
                            reason)
                    : Intents.refused(attempt, landing, reason);
        }

        private Outcome refusedHere(Reason reason) {
            return new Outcome.Refused(
                    reason,
                    attempt.state().reference(),
                    sameBrowser ? attempt.state().authRequestId() : "");
        }
    }

    /** The person finds the way back to the sign-in that their browser has under way, if there is one. */
    private Outcome unknown(Call call, Callback callback) {
        String reference = Reference.next();
        LOG.info(
                "answer of a provider that belongs to no sign-in: reference {}, instance {}, error '{}'",
                reference,
                call.instanceId(),
                LogEntry.printable(callback.parameters().first("error").orElse(""), 100));
        String underway =
                store.read(sql -> attempts.underway(sql, call.instanceId(), callback.browserKey(), clock.instant()));
        return new Outcome.Refused(Reason.STATE_UNKNOWN, reference, underway);
    }

    private Outcome resume(Call call, Callback callback, Resumed resumed, Outcome.Completion completion) {
        StepLog log = new StepLog(clock);
        try {
            return identify(call, callback, resumed, completion, log);
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

    private Outcome identify(Call call, Callback callback, Resumed resumed, Outcome.Completion completion, StepLog log)
            throws LoginFailure {
        Pending pending = resumed.pending();
        if (pending.phase() != Pending.Phase.CALLBACK) {
            throw new Attempts.AlreadyOver();
        }
        Landing landing = resumed.landing();
        require(resumed.sameBrowser() || landing != null, Reason.WRONG_BROWSER, "the answer came to another browser");
        require(
                clock.instant().isBefore(pending.expiresAt()),
                Reason.EXPIRED,
                "the answer came after " + pending.expiresAt());
        Stored<IdentityProvider> idp = resumed.idp()
                .orElseThrow(
                        () -> new LoginFailure(Reason.PROVIDER_CHANGED, Stage.CALLBACK, "the provider was removed"));
        Held held = attempts.held(call.instanceId(), pending);
        String state = callback.parameters().first("state").orElse("");
        Start start = new Start(idp, held.beginning(), state, held.redirectUri(), held.plainly());
        try {
            ExternalIdentity identity =
                    connectors.of(idp).complete(new Return(start, held.memory(), callback.parameters()), log);
            return landing == null
                    ? conclusion.signIn(call, resumed.attempt(), pending, held.beginning(), identity, completion, log)
                    : intents.vouched(call, resumed.attempt(), landing, pending, identity, log);
        } catch (PlainlyPlease refused) {
            log.ok(
                    Stage.CALLBACK,
                    "the provider refuses the prompt, it is asked again without: " + refused.getMessage());
            Way way = departures.again(call, resumed.attempt(), pending, start, log);
            return new Outcome.Again(way, held.beginning().authRequestId());
        }
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

    /** Like {@link #create(Call, String, String, EditedProfile, Outcome.Completion)} with nothing else to do. */
    public Outcome create(Call call, String attempt, String browserKey, EditedProfile edited) {
        return create(call, attempt, browserKey, edited, Outcome.Completion.NONE);
    }

    /**
     * Creates the user that the person was asked about.
     *
     * @param attempt as {@link Outcome.AskToLinkOrCreate} says it
     * @throws dev.ostiary.rpc.Problem when what the person said can't be a user; they may try again
     */
    public Outcome create(
            Call call, String attempt, String browserKey, EditedProfile edited, Outcome.Completion completion) {
        return metrics.count(conclusion.create(call, attempt, browserKey, edited, completion));
    }

    /** Like {@link #link(Call, String, String, Stored, Outcome.Completion)} with nothing else to do. */
    public Outcome link(Call call, String attempt, String browserKey, Stored<User> user) {
        return link(call, attempt, browserKey, user, Outcome.Completion.NONE);
    }

    /**
     * Links the account that the person was asked about.
     *
     * @param user who has just signed in here, in the same browser
     */
    public Outcome link(
            Call call, String attempt, String browserKey, Stored<User> user, Outcome.Completion completion) {
        return metrics.count(conclusion.link(call, attempt, browserKey, user, completion));
    }

    /** Returns what the page that asks the person shows, if it still may. */
    public Optional<Outcome.AskToLinkOrCreate> asked(Call call, String attempt, String browserKey) {
        return conclusion.asked(call, attempt, browserKey);
    }
}
