package dev.ostiary.store.sqlite;

import dev.ostiary.store.Committed;
import dev.ostiary.store.GroupCommit;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Listeners;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.Transaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The store in one SQLite file (WAL, {@code synchronous=FULL}).
 *
 * <p>One writer thread takes all commands that wait and commits them together, without those that fail; readers have connections of
 * their own and never wait for it.
 */
public final class SqliteStore implements Store {
    private final int connections;
    private final BlockingQueue<Reader> readers;
    private final ScopedValue<Reading> reading = ScopedValue.newInstance();
    private final SqliteWriter writing;
    private final GroupCommit writer;
    private final Listeners listeners = new Listeners();
    private volatile boolean closed;

    /**
     * Opens the file, creating or migrating it first.
     *
     * @param file the database; SQLite keeps two more files beside it
     * @param readers connections for reading
     */
    public SqliteStore(Path file, int readers, InstantSource clock, StoreMetrics metrics) {
        Connections open = new Connections(file);
        Migrations.of(open.forMigration()).load().migrate();
        this.connections = readers;
        this.readers = new ArrayBlockingQueue<>(readers);
        for (int i = 0; i < readers; i++) {
            this.readers.add(new Reader(open.reader()));
        }
        writing = new SqliteWriter(open::writer, clock);
        writer = new GroupCommit(writing, listeners::announce, metrics);
        metrics.readers(readers, () -> readers - this.readers.size());
    }

    /** A connection for reading, with what begins and ends each of its snapshots. */
    private record Reader(Handle handle, KeptSql sql) {
        Reader(Handle handle) {
            this(handle, new KeptSql(handle.getConnection()));
        }
    }

    /** A read that is under way: its snapshot is of this moment, or later. */
    private record Reading(Handle handle, long moment) {}

    /** A read inside a read shares its snapshot and its connection: waiting for a second one could last forever. */
    @Override
    public <T> T read(Function<Handle, T> query) {
        if (reading.isBound()) {
            return query.apply(reading.get().handle);
        }
        Reader reader = take();
        Reading begun = new Reading(reader.handle, listeners.moment());
        try {
            reader.sql.update("begin");
            try {
                return ScopedValue.where(reading, begun).call(() -> query.apply(reader.handle));
            } finally {
                reader.sql.update("commit");
            }
        } finally {
            readers.add(reader);
        }
    }

    private Reader take() {
        Reader reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(e);
        }
        if (closed) {
            readers.add(reader);
            throw new IllegalStateException("the store is closed");
        }
        return reader;
    }

    @Override
    public <T> T write(Function<Transaction, T> command) {
        return writer.run(command);
    }

    @Override
    public void onCommit(Consumer<List<Committed>> listener) {
        listeners.onCommit(listener);
    }

    /** Never: no other server writes to the file. */
    @Override
    public void onGap(Runnable listener) {
        listeners.onGap(listener);
    }

    @Override
    public long moment() {
        return reading.isBound() ? reading.get().moment : listeners.moment();
    }

    @Override
    public boolean isPresent(long moment) {
        return listeners.moment() == moment;
    }

    /** Always: no other server writes to the file. */
    @Override
    public boolean isUpToDate() {
        return true;
    }

    /** Lets commands and reads that are under way end, and refuses those that come later. */
    @Override
    public void close() {
        writer.close();
        closed = true;
        List<Reader> free = new ArrayList<>();
        try {
            while (free.size() < connections) {
                free.add(readers.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        free.forEach(reader -> reader.handle.close());
        readers.addAll(free); // who waits for one finds the store closed
        writing.close();
    }
}
