package dev.ostiary.store.postgres;

import dev.ostiary.store.EventLog;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's one connection for writing: serializable transactions, and when another server got in the way, the same again while all
 * others wait.
 *
 * <p>The lock is taken before the transaction's snapshot. A first attempt shares it; a second one has it alone, and so can't fail for the
 * same reason.
 */
final class PostgresWriter implements Writer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);

    private static final String BEGIN = "begin isolation level serializable";

    /** Once begun, it soon gives way: two batches that wait for each other would find out after a second only. */
    private static final String SHARED =
            BEGIN + "; lock table turns in row exclusive mode; set local lock_timeout = '50ms'";

    private static final String ALONE = BEGIN + "; lock table turns in exclusive mode";

    private static final int ATTEMPTS_WITH_LOCK = 3;
    private static final int ATTEMPTS_WITHOUT = 10;
    private static final long LONGEST_FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private record Session(Connection connection, Handle handle, KeptSql sql) {}

    private final Connections connections;
    private final Product product;
    private final InstantSource clock;
    private @Nullable Session session;
    private int attempt;

    PostgresWriter(Connections connections, Product product, InstantSource clock) {
        this.connections = connections;
        this.product = product;
        this.clock = clock;
    }

    /**
     * A connection that is of no use since it was last used is replaced: the database was started anew, or is another one's standby now.
     */
    @Override
    public void begin(int attempt) {
        this.attempt = attempt;
        String begin = !product.locksTables() ? BEGIN : attempt == 1 ? SHARED : ALONE;
        if (session == null) {
            open().sql().update(begin);
            return;
        }
        try {
            session().sql().update(begin);
        } catch (KeptSql.Failed e) {
            if (Failures.othersWereFaster(Failures.state(e))) {
                throw e;
            }
            open().sql().update(begin);
        }
    }

    @Override
    public KeptSql sql() {
        return session().sql();
    }

    @Override
    public EventLog log() {
        return new EventLog(session().handle(), session().sql(), clock.instant());
    }

    /** A duplicate is the command's own fault only when no other server can have brought it about. */
    @Override
    public boolean endsTransaction(Throwable failure) {
        String state = Failures.state(failure);
        return Failures.isOfTheDatabase(state) || (Failures.isDuplicate(state) && !isLastWord());
    }

    private boolean isLastWord() {
        return product.locksTables() ? attempt > 1 : attempt == ATTEMPTS_WITHOUT;
    }

    @Override
    public boolean runsAgain(Throwable failure, int attempt) {
        int attempts = product.locksTables() ? ATTEMPTS_WITH_LOCK : ATTEMPTS_WITHOUT;
        if (!Failures.othersWereFaster(Failures.state(failure)) || attempt == attempts) {
            LOG.warn("commands could not be committed: {}", Failures.text(failure));
            if (Failures.isOfTheConnection(Failures.state(failure))) {
                close();
            }
            return false;
        }
        if (!product.locksTables()) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_FIRST_PAUSE << attempt / 2));
        }
        return true;
    }

    private Session session() {
        if (session == null) {
            throw new IllegalStateException("there is no connection");
        }
        return session;
    }

    private Session open() {
        close();
        try {
            Connection connection = connections.writer();
            Session opened = new Session(connection, Jdbi.open(connection), new KeptSql(connection));
            session = opened;
            return opened;
        } catch (SQLException e) {
            throw new NoConnection(e);
        }
    }

    @Override
    public void close() {
        Session closing = session;
        session = null;
        if (closing == null) {
            return;
        }
        try {
            closing.connection().close();
        } catch (SQLException e) {
            LOG.debug("a connection did not close: {}", e.getMessage());
        }
    }

    private static final class NoConnection extends RuntimeException {
        NoConnection(SQLException cause) {
            super("no connection to the database", cause);
        }
    }
}
