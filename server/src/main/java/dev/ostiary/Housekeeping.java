package dev.ostiary;

import dev.ostiary.grant.Expiry;
import dev.ostiary.openid.AuthRequests;
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

/** Deletes what has expired. Expired things are worth nothing before that already; this only makes room. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final Sessions sessions;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().factory());

    Housekeeping(Store store, Sessions sessions) {
        this.store = store;
        this.sessions = sessions;
        timer.scheduleWithFixedDelay(this::sweep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void sweep() {
        try {
            sessions.endExpired(store);
            untilNothingIsLeft(AuthRequests::sweep);
            untilNothingIsLeft(Expiry::sweep);
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
    }
}
