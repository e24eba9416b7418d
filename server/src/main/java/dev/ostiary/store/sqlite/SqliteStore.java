package dev.ostiary.store.sqlite;

import dev.ostiary.store.Committed;
import dev.ostiary.store.EventLog;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in one SQLite file (WAL, {@code synchronous=FULL}).
 *
 * <p>One writer thread takes all commands that wait, runs each under a savepoint and commits them together; readers have connections of
 * their own and never wait for it.
 */
public final class SqliteStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final int connections;
    private final BlockingQueue<Handle> readers;
    private final ScopedValue<Handle> reading = ScopedValue.newInstance();
    private final Handle writing;
    private final GroupCommit writer;
    private final List<Consumer<List<Committed>>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Opens the file, creating or migrating it first.
     *
     * @param file the database; SQLite keeps two more files beside it
     * @param readers connections for reading
     */
    public SqliteStore(Path file, int readers, InstantSource clock) {
        Connections open = new Connections(file);
        Migrations.of(open.forMigration()).load().migrate();
        this.connections = readers;
        this.readers = new ArrayBlockingQueue<>(readers);
        for (int i = 0; i < readers; i++) {
            this.readers.add(open.reader());
        }
        writing = open.writer();
        KeptSql kept = new KeptSql(writing.getConnection());
        writer = new GroupCommit(kept, () -> new EventLog(writing, kept, clock.instant()), this::announce);
    }

    /** A read inside a read shares its snapshot and its connection: waiting for a second one could last forever. */
    @Override
    public <T> T read(Function<Handle, T> query) {
        if (reading.isBound()) {
            return query.apply(reading.get());
        }
        Handle reader = take();
        try {
            reader.execute("begin");
            try {
                return ScopedValue.where(reading, reader).call(() -> query.apply(reader));
            } finally {
                reader.execute("commit");
            }
        } finally {
            readers.add(reader);
        }
    }

    private Handle take() {
        Handle reader;
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
        listeners.add(listener);
    }

    /** The commands are durable by now: a listener that fails must not make them look as if they weren't. */
    private void announce(List<Committed> committed) {
        for (Consumer<List<Committed>> listener : listeners) {
            try {
                listener.accept(committed);
            } catch (RuntimeException | Error e) {
                LOG.error("a listener failed to take note of committed events", e);
            }
        }
    }

    /** Lets commands and reads that are under way end, and refuses those that come later. */
    @Override
    public void close() {
        writer.close();
        closed = true;
        List<Handle> free = new ArrayList<>();
        try {
            while (free.size() < connections) {
                free.add(readers.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        free.forEach(Handle::close);
        readers.addAll(free); // who waits for one finds the store closed
        writing.close();
    }
}
