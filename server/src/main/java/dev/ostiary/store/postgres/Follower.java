package dev.ostiary.store.postgres;

import dev.ostiary.store.Listeners;
import dev.ostiary.store.StoreMetrics;
import io.micrometer.core.instrument.Counter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this server's listeners what other servers commit, in the order of its thread: at once where the database sends notice, and otherwise twice a second.
 *
 * <p>While it has no connection it says so again and again, so that nothing that was read is trusted for long; afterwards it goes on
 * from where it was. When a standby took over that had not got so far, it begins anew: the same positions will be other events.
 */
final class Follower implements AutoCloseable {
    static final String CHANNEL = "ostiary";

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

    private final Connections connections;
    private final Product product;
    private final String server;
    private final Listeners listeners;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private static final Duration LONGEST_LAG = Duration.ofSeconds(1);

    private final Counter losses;
    private EventReader reader;
    private volatile @Nullable Connection connection;
    private volatile long upToDate = System.nanoTime();

    /**
     * Begins at the newest event: whatever is read from the store once this returns is followed.
     *
     * @param server as {@link Announcer} names this one: of its own commits it knows
     */
    Follower(Connections connections, Product product, String server, Listeners listeners, StoreMetrics metrics)
            throws SQLException {
        this.connections = connections;
        this.product = product;
        this.server = server;
        this.listeners = listeners;
        this.losses = metrics.followerLosses();
        metrics.following(() -> (System.nanoTime() - upToDate) / 1e9);
        Connection first = connect();
        this.reader = EventReader.fromNow(first, product);
        this.thread = Thread.ofPlatform().name("store-follower").daemon().start(() -> run(first));
    }

    /** Whether all is known that was committed until a second ago. */
    boolean isUpToDate() {
        return System.nanoTime() - upToDate < LONGEST_LAG.toNanos();
    }

    private void run(Connection first) {
        follow(first);
        Duration pause = FIRST_PAUSE;
        while (!isClosing()) {
            listeners.gap();
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            try {
                Connection again = connect();
                if (reader.isAheadOf(again)) {
                    reader = EventReader.fromNow(again, product);
                }
                listeners.gap(); // whatever was read since it was last told may be older than the events that come now
                LOG.info("other servers' commits are followed again");
                pause = FIRST_PAUSE;
                follow(again);
            } catch (SQLException e) {
                LOG.debug("no connection to follow other servers' commits: {}", e.getMessage());
                drop();
            }
        }
    }

    private void drop() {
        Connection open = connection;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            LOG.debug("a connection did not close: {}", e.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        Connection opened = connections.follower();
        connection = opened;
        if (product.notifies()) {
            try (Statement statement = opened.createStatement()) {
                statement.execute("listen " + CHANNEL);
            }
        }
        return opened;
    }

    /** Returns when the connection is lost, or to be closed. */
    private void follow(Connection connected) {
        try (connected) {
            while (!isClosing()) {
                long asked = System.nanoTime(); // what is committed later may not be in the answer
                tell(reader.next(connected));
                upToDate = asked;
                await(connected);
            }
        } catch (SQLException e) {
            if (!isClosing()) {
                losses.increment();
                LOG.warn("other servers' commits can't be followed: {}", e.getMessage());
            }
        }
    }

    private void tell(EventReader.News news) {
        if (!news.events().isEmpty()) {
            listeners.announce(news.events());
        }
        if (!news.complete()) {
            listeners.gap();
        }
    }

    /** Returns with the first notice of another server, and when it is time to look without one. */
    private void await(Connection connected) throws SQLException {
        if (!product.notifies()) {
            pause(POLL);
            return;
        }
        PGConnection notifying = connected.unwrap(PGConnection.class);
        long end = System.nanoTime() + POLL.toNanos();
        boolean own = true;
        for (long left = POLL.toMillis(); own && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            own = Stream.of(notifying.getNotifications((int) left))
                    .allMatch(notice -> server.equals(notice.getParameter()));
        }
    }

    private void pause(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException nobodyMayStopTheFollowerSo) {
            // it is only told sooner
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(Runnable::run); // it may be waiting for notice
            }
            thread.join();
        } catch (SQLException e) {
            LOG.debug("a connection did not close: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
