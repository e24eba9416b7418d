package dev.ostiary.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the followers of other servers after a commit, one notice for all commits that wait, where the database sends notices.
 *
 * <p>Not part of the transaction: PostgreSQL lets commits that send notice happen one after the other only. A notice that is lost costs half a second, as
 * followers look by themselves.
 */
final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final Connections connections;
    private final Product product;
    private final String server;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Connection connection;

    /** @param server names this one in its notices: letters, digits and hyphens */
    Announcer(Connections connections, Product product, String server) {
        this.connections = connections;
        this.product = product;
        this.server = server;
        this.thread = Thread.ofPlatform().name("store-announcer").daemon().start(this::run);
    }

    void announce() {
        if (product.notifies()) {
            wanted.release();
        }
    }

    private void run() {
        while (!closed) {
            wanted.acquireUninterruptibly();
            wanted.drainPermits();
            if (!closed) {
                send();
            }
        }
        drop();
    }

    private void send() {
        try {
            Connection open = connection;
            if (open == null) {
                open = connections.announcer();
                connection = open;
            }
            try (Statement statement = open.createStatement()) {
                statement.execute("notify " + Follower.CHANNEL + ", '" + server + "'");
            }
        } catch (SQLException e) {
            LOG.debug("no notice could be sent: {}", e.getMessage());
            drop();
        }
    }

    private void drop() {
        Connection dropped = connection;
        connection = null;
        try {
            if (dropped != null) {
                dropped.close();
            }
        } catch (SQLException e) {
            LOG.debug("a connection did not close: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        wanted.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
