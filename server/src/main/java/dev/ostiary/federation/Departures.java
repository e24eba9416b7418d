package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.AttemptEvent.Started;
import dev.ostiary.federation.Attempts.Held;
import dev.ostiary.federation.Connector.Departure;
import dev.ostiary.federation.Connector.Start;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Saml;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends people to providers, from our own pages and from somebody else's. Each way there is written down, and each that fails. */
final class Departures {
    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final Connectors connectors;
    private final Attempts attempts;

    Departures(Store store, Ids ids, InstantSource clock, Connectors connectors, Attempts attempts) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.connectors = connectors;
        this.attempts = attempts;
    }

    /** Somebody is on the way to a provider. */
    record Left(Stored<Attempt> attempt, Way way) {}

    /** Nobody could be sent there. The attempt is written down. */
    static final class Stayed extends Exception {
        private final Reason reason;
        private final String reference;

        Stayed(LoginFailure failure, String reference) {
            super(failure);
            this.reason = failure.reason();
            this.reference = reference;
        }

        Reason reason() {
            return reason;
        }

        String reference() {
            return reference;
        }
    }

    /**
     * @param landing where a page of somebody else's wants the browser in the end; null for our own pages
     * @param offered whether a login policy that counts offers the provider
     */
    Left begin(
            Call call,
            Stored<IdentityProvider> idp,
            Beginning beginning,
            @Nullable Landing landing,
            BooleanSupplier offered)
            throws Stayed {
        StepLog log = new StepLog(clock);
        String reference = Reference.next();
        try {
            requireOffered(offered);
            Start start = new Start(idp, beginning, Secrets.token(), call.origin() + callbackPath(idp), false);
            Departure departure = connectors.of(idp).begin(start, log);
            return begun(call, start, landing, departure, reference, log);
        } catch (LoginFailure failure) {
            log.failed(failure);
            Started started = started(idp, beginning, landing, reference, List.of());
            store.write(tx ->
                    attempts.stillborn(tx, call.instanceId(), ids.next(), started, failure.reason(), log.entries()));
            throw new Stayed(failure, reference);
        }
    }

    private static String callbackPath(Stored<IdentityProvider> idp) {
        return idp.state().config() instanceof Saml ? ServiceProvider.acsPath(idp.id()) : Federation.CALLBACK;
    }

    private static void requireOffered(BooleanSupplier offered) throws LoginFailure {
        if (!offered.getAsBoolean()) {
            throw new LoginFailure(
                    Reason.PROVIDER_NOT_OFFERED, Stage.POLICY, "the login policy does not offer the provider");
        }
    }

    private Left begun(
            Call call, Start start, @Nullable Landing landing, Departure departure, String reference, StepLog log) {
        String id = ids.next();
        Held held = new Held(start.beginning().withoutKey(), start.redirectUri(), departure.memory(), false);
        Pending pending =
                attempts.awaitProvider(call.instanceId(), id, browser(start.beginning()), held, clock.instant());
        Started started = started(start.provider(), start.beginning(), landing, reference, log.entries());
        Stored<Attempt> attempt =
                store.write(tx -> attempts.begin(tx, call.instanceId(), id, started, start.state(), pending));
        return new Left(attempt, departure.way());
    }

    /** Nothing hashes to an empty text: a sign-in that no browser of ours began is never taken for one's. */
    private static String browser(Beginning beginning) {
        return beginning.browserKey().isEmpty() ? "" : Secrets.hash(beginning.browserKey());
    }

    private static Started started(
            Stored<IdentityProvider> idp,
            Beginning beginning,
            @Nullable Landing landing,
            String reference,
            List<LogEntry> log) {
        return new Started(idp.id(), beginning.authRequestId(), beginning.organization(), reference, log, landing);
    }

    /** Sends somebody once more, without what the provider refused and what can be left out. */
    Way again(Call call, Stored<Attempt> attempt, Pending pending, Start before, StepLog log) throws LoginFailure {
        Start start = new Start(before.provider(), before.beginning(), Secrets.token(), before.redirectUri(), true);
        Departure departure = connectors.of(before.provider()).begin(start, log);
        Held held = new Held(before.beginning(), before.redirectUri(), departure.memory(), true);
        Pending next =
                attempts.awaitProvider(call.instanceId(), attempt.id(), pending.browser(), held, clock.instant());
        store.write(tx -> attempts.beginAgain(tx, attempt, pending, next, start.state(), log.entries()));
        return departure.way();
    }
}
