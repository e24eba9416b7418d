package dev.ostiary.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** Runs queries, each on a snapshot of its own. */
final class Readers implements AutoCloseable {
    /** When the database hangs, who waits is told so: otherwise they would hang one after the other. */
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final int most;
    private final Semaphore free;
    private final LongSupplier moments;
    private final ScopedValue<Reading> reading = ScopedValue.newInstance();
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile boolean closed;

    /** A read that is under way: its snapshot is of this moment, or later. */
    private record Reading(Handle handle, long moment) {}

    /** @param moments the present moment: see {@link Store#moment} */
    Readers(Connections connections, int most, LongSupplier moments, StoreMetrics metrics) {
        this.moments = moments;
        this.most = most;
        this.free = new Semaphore(most, true);
        metrics.readers(most, () -> most - free.availablePermits());
        this.pool = connections.readers(most);
        this.jdbi = Jdbi.create(pool);
        jdbi.getConfig(Handles.class).setForceEndTransactions(false); // the pool ends them
    }

    /** A read inside a read shares its snapshot and its connection: waiting for a second one could last forever. */
    <T> T read(Function<Handle, T> query) {
        if (reading.isBound()) {
            return query.apply(reading.get().handle);
        }
        acquire();
        try {
            return onConnection(query);
        } catch (ConnectionException e) {
            throw new Store.Unavailable(e);
        } catch (RuntimeException e) {
            throw Failures.isOfTheDatabase(Failures.state(e)) ? new Store.Unavailable(e) : e;
        } finally {
            free.release();
        }
    }

    private <T> T onConnection(Function<Handle, T> query) {
        long moment = moments.getAsLong();
        try (Handle handle = jdbi.open()) {
            T result = ScopedValue.where(reading, new Reading(handle, moment)).call(() -> query.apply(handle));
            handle.getConnection().commit();
            return result;
        } catch (SQLException e) {
            throw new Store.Unavailable(e);
        }
    }

    /** See {@link Store#moment}. */
    long moment() {
        return reading.isBound() ? reading.get().moment : moments.getAsLong();
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new Store.Unavailable(new RejectedExecutionException("too many queries wait"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Store.Unavailable(e);
        }
        if (closed) {
            free.release();
            throw new IllegalStateException("the store is closed");
        }
    }

    /** Lets reads that are under way end, and refuses those that come later. */
    @Override
    public void close() {
        closed = true;
        free.acquireUninterruptibly(most);
        pool.close();
        free.release(most); // who waits for one finds the store closed
    }
}
