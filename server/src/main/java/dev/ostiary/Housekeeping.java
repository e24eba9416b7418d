package dev.ostiary;

import dev.ostiary.federation.logout.LogoutsUnderway;
import dev.ostiary.federation.logout.UpstreamNotices;
import dev.ostiary.federation.logout.UpstreamSessions;
import dev.ostiary.grant.Expiry;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.idp.ExpiryMetrics;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.openid.AuthRequests;
import dev.ostiary.openid.ClientAssertions;
import dev.ostiary.openid.PushedRequests;
import dev.ostiary.repeat.RepeatedCalls;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.Job;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has expired (expired things are worth nothing before that already; this only makes room), and reads SAML metadata anew: of
 * several servers one does that, whichever comes first. Signing keys follow each other the same way. Each server looks for itself which certificates expire.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration EXPIRIES_EVERY = Duration.ofHours(1);
    private static final Duration METADATA_EVERY = Duration.ofHours(6);
    /** Every server asks for them more often than they are due, so that none is missed when a server ends. */
    private static final Job SWEEP = new Job("sweep", EVERY.dividedBy(2));

    private static final Job METADATA = new Job("saml-metadata", METADATA_EVERY.dividedBy(2));

    private static final Job SIGNING_KEYS = new Job("signing-keys", EVERY.dividedBy(2));

    private final Store store;
    private final Sessions sessions;
    private final SamlProviders samlProviders;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());
    /** Waits for other servers, which the sweeping doesn't wait for. */
    private final ScheduledExecutorService metadataTimer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("metadata").daemon().factory());

    Housekeeping(
            Store store, Sessions sessions, SamlProviders samlProviders, ExpiryMetrics expiries, Runnable signingKeys) {
        this.store = store;
        this.sessions = sessions;
        this.samlProviders = samlProviders;
        metadataTimer.scheduleWithFixedDelay(
                () -> quietly(this::refreshMetadata),
                METADATA_EVERY.toSeconds(),
                METADATA_EVERY.toSeconds(),
                TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(
                () -> quietly(expiries::refresh), FIRST_LOOK.toSeconds(), EXPIRIES_EVERY.toSeconds(), TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(
                () -> quietly(this::sweep), EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(
                () -> quietly(() -> onOneServer(SIGNING_KEYS, signingKeys)),
                FIRST_LOOK.toSeconds(),
                EVERY.toSeconds(),
                TimeUnit.SECONDS);
    }

    /** Work that throws would never be done again. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("housekeeping will be tried again", e);
        }
    }

    private void onOneServer(Job job, Runnable work) {
        if (job.take(store)) {
            work.run();
        }
    }

    private void refreshMetadata() {
        onOneServer(METADATA, samlProviders::refreshMetadata);
    }

    private void sweep() {
        onOneServer(SWEEP, this::sweepAll);
    }

    private void sweepAll() {
        sessions.endExpired(store);
        untilNothingIsLeft(AuthRequests::sweep);
        untilNothingIsLeft(Expiry::sweep);
        untilNothingIsLeft(RepeatedCalls::sweep);
        untilNothingIsLeft(ClientAssertions::sweep);
        untilNothingIsLeft(PushedRequests::sweep);
        untilNothingIsLeft(LogoutNotices::sweep);
        untilNothingIsLeft(UpstreamSessions::sweep);
        untilNothingIsLeft(LogoutsUnderway::sweep);
        untilNothingIsLeft(UpstreamNotices::sweep);
    }

    /** Each round in a transaction of its own, so that nobody waits long. */
    private void untilNothingIsLeft(ToIntFunction<Transaction> sweep) {
        int swept;
        do {
            swept = store.write(sweep::applyAsInt);
        } while (swept > 0);
    }

    @Override
    public void close() {
        timer.shutdown();
        metadataTimer.shutdownNow();
    }
}
