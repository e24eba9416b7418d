package dev.ostiary.store.sqlite;

import dev.ostiary.store.Committed;
import dev.ostiary.store.EventLog;
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
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;

/**
 * The store in one SQLite file (WAL, {@code synchronous=FULL}).
 *
 * <p>One writer thread takes all commands that wait, runs each under a savepoint and commits them together; readers have connections of
 * their own and never wait for it.
 */
public final class SqliteStore implements Store {
    private final BlockingQueue<Handle> readers;
    private final List<Handle> connections = new ArrayList<>();
    private final GroupCommit writer;
    private final List<Consumer<List<Committed>>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Opens the file, creating or migrating it first.
     *
     * @param file the database; SQLite keeps two more files beside it
     * @param readers connections for reading
     */
    public SqliteStore(Path file, int readers, InstantSource clock) {
        Connections open = new Connections(file);
        Flyway.configure()
                .dataSource(open.forMigration())
                .locations("classpath:db/sqlite", "classpath:db/common")
                .loggers("slf4j")
                .load()
                .migrate();
        this.readers = new ArrayBlockingQueue<>(readers);
        for (int i = 0; i < readers; i++) {
            Handle reader = open.reader();
            connections.add(reader);
            this.readers.add(reader);
        }
        Handle writing = open.writer();
        connections.add(writing);
        writer = new GroupCommit(writing, () -> new EventLog(writing, clock.instant()), this::announce);
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        Handle reader = take();
        try {
            reader.execute("begin");
            try {
                return query.apply(reader);
            } finally {
                reader.execute("commit");
            }
        } finally {
            readers.add(reader);
        }
    }

    private Handle take() {
        try {
            return readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(e);
        }
    }

    @Override
    public <T> T write(Function<Transaction, T> command) {
        return writer.run(command);
    }

    @Override
    public void onCommit(Consumer<List<Committed>> listener) {
        listeners.add(listener);
    }

    private void announce(List<Committed> committed) {
        listeners.forEach(listener -> listener.accept(committed));
    }

    @Override
    public void close() {
        writer.close();
        connections.forEach(Handle::close);
    }
}
