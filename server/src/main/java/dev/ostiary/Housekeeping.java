package dev.ostiary;

import dev.ostiary.grant.Expiry;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.openid.AuthRequests;
import dev.ostiary.openid.ClientAssertions;
import dev.ostiary.openid.PushedRequests;
import dev.ostiary.repeat.RepeatedCalls;
import dev.ostiary.session.Sessions;
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
 * Deletes what has expired (expired things are worth nothing before that already; this only makes room), and reads SAML metadata anew.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration METADATA_EVERY = Duration.ofHours(6);

    private final Store store;
    private final Sessions sessions;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());
    /** Waits for other servers, which the sweeping doesn't wait for. */
    private final ScheduledExecutorService metadataTimer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("metadata").daemon().factory());

    Housekeeping(Store store, Sessions sessions, SamlProviders samlProviders) {
        this.store = store;
        this.sessions = sessions;
        metadataTimer.scheduleWithFixedDelay(
                samlProviders::refreshMetadata,
                METADATA_EVERY.toSeconds(),
                METADATA_EVERY.toSeconds(),
                TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::sweep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            sessions.endExpired(store);
            untilNothingIsLeft(AuthRequests::sweep);
            untilNothingIsLeft(Expiry::sweep);
            untilNothingIsLeft(RepeatedCalls::sweep);
            untilNothingIsLeft(ClientAssertions::sweep);
            untilNothingIsLeft(PushedRequests::sweep);
            untilNothingIsLeft(LogoutNotices::sweep);
        } catch (RuntimeException e) {
            LOG.warn("housekeeping will be tried again", e);
        }
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
