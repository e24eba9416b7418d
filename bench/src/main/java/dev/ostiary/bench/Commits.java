package dev.ostiary.bench;

import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Ids;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Table;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;

/**
 * Durable commits a second: the store against loops that do nothing but gather who waits and commit for all of them, once with the same rows in
 * SQLite and once with as many bytes at the end of a file.
 */
final class Commits {
    private static final int WRITERS = 64;
    private static final int EVENT_BYTES = 600;
    private static final String PAYLOAD = "x".repeat(EVENT_BYTES);

    private Commits() {}

    /** One durable commit; returns when it is on disk. */
    @FunctionalInterface
    private interface Commit {
        void run() throws Exception;
    }

    static double ofStore(Path folder, Duration time) throws InterruptedException, ExecutionException {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock);
        StreamKind<Note, Note> kind = new StreamKind<>(
                "note",
                EventTypes.<Note>named().with("note.added", Note.class),
                (state, event) -> event,
                new Nowhere());
        Note note = new Note(PAYLOAD);
        try (SqliteStore store = new SqliteStore(folder.resolve("commits.db"), 2, clock, StoreMetrics.unread())) {
            return measure(
                    time,
                    () -> store.write(tx -> {
                        String id = ids.next();
                        tx.claim("1", "note", id, () -> new IllegalStateException("taken"));
                        return tx.record(kind, kind.stream("1", id, "1"), null, "bench", List.of(note));
                    }));
        }
    }

    static double ofFile(Path folder, Duration time) throws IOException, InterruptedException, ExecutionException {
        try (FileChannel file = FileChannel.open(
                        folder.resolve("bare.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                BareLoop loop = new BareLoop(commits -> {
                    file.write(ByteBuffer.allocate(EVENT_BYTES * commits));
                    file.force(false);
                })) {
            return measure(time, loop::commit);
        }
    }

    static double ofSqlite(Path folder, Duration time) throws SQLException, InterruptedException, ExecutionException {
        try (BareSqlite sqlite = new BareSqlite(folder.resolve("bare.db"));
                BareLoop loop = new BareLoop(sqlite)) {
            return measure(time, loop::commit);
        }
    }

    private static double measure(Duration time, Commit commit) throws InterruptedException, ExecutionException {
        run(time, commit); // the first time warms up
        return run(time, commit);
    }

    private static double run(Duration time, Commit commit) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        long all = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> running = IntStream.range(0, WRITERS)
                    .mapToObj(i -> threads.submit(() -> {
                        long count = 0;
                        for (; System.nanoTime() < end; count++) {
                            commit.run();
                        }
                        return count;
                    }))
                    .toList();
            for (Future<Long> writer : running) {
                all += writer.get();
            }
        }
        return all / ((System.nanoTime() - begun) / 1e9);
    }

    /** Makes a number of commits durable at once. */
    @FunctionalInterface
    private interface Durable {
        void commit(int commits) throws Exception;
    }

    /** The least that group commit can be. */
    private static final class BareLoop implements AutoCloseable {
        private final Durable durable;
        private final BlockingQueue<CompletableFuture<Void>> waiting = new ArrayBlockingQueue<>(1024);
        private final Thread writer;

        BareLoop(Durable durable) {
            this.durable = durable;
            writer = Thread.ofPlatform().daemon().start(this::loop);
        }

        void commit() throws InterruptedException {
            CompletableFuture<Void> done = new CompletableFuture<>();
            waiting.put(done);
            done.join();
        }

        private void loop() {
            List<CompletableFuture<Void>> batch = new ArrayList<>();
            try {
                while (true) {
                    batch.add(waiting.take());
                    waiting.drainTo(batch);
                    durable.commit(batch.size());
                    batch.forEach(done -> done.complete(null));
                    batch.clear();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                batch.forEach(done -> done.completeExceptionally(e));
            }
        }

        @Override
        public void close() {
            writer.interrupt();
        }
    }

    /** The store's rows through JDBC alone. */
    private static final class BareSqlite implements Durable, AutoCloseable {
        private final java.sql.Connection connection;
        private final PreparedStatement event;
        private final PreparedStatement claim;
        private long count;

        BareSqlite(Path file) throws SQLException {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            connection = config.createConnection("jdbc:sqlite:" + file);
            try (Statement create = connection.createStatement()) {
                create.execute(
                        "create table events (position integer primary key autoincrement, instance text, stream_type text,"
                                + " stream text, version bigint, type text, at bigint, actor text, owner text, payload text,"
                                + " unique (instance, stream_type, stream, version))");
                create.execute("create table claims (instance text, kind text, value text,"
                        + " primary key (instance, kind, value)) without rowid");
            }
            connection.setAutoCommit(false);
            event = connection.prepareStatement(
                    "insert into events (instance, stream_type, stream, version, type, at, actor,"
                            + " owner, payload) values ('1', 'note', ?, 1, 'note.added', 1, 'bench', '1', ?)");
            claim = connection.prepareStatement("insert into claims values ('1', 'note', ?)");
        }

        @Override
        public void commit(int commits) throws SQLException {
            for (int i = 0; i < commits; i++) {
                String id = Long.toString(912_000_000_000_000_000L + count++);
                event.setString(1, id);
                event.setString(2, PAYLOAD);
                event.executeUpdate();
                claim.setString(1, id);
                claim.executeUpdate();
            }
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private record Note(String text) {}

    /** A read table that keeps nothing: only events and claims are measured. */
    private static final class Nowhere implements Table<Note> {
        @Override
        public Optional<Stored<Note>> find(Handle sql, String instance, String id) {
            return Optional.empty();
        }

        @Override
        public void save(Handle sql, Stored<Note> stored) {}

        @Override
        public void remove(Handle sql, Stream stream) {}
    }
}
