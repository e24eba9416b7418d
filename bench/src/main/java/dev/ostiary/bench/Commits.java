package dev.ostiary.bench;

import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Ids;
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

/** Durable commits a second: the store against a loop that does nothing but gather who waits, append 600 bytes for each and sync the file. */
final class Commits {
    private static final int WRITERS = 64;
    private static final int EVENT_BYTES = 600;

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
        Note note = new Note("x".repeat(EVENT_BYTES - 20));
        try (SqliteStore store = new SqliteStore(folder.resolve("commits.db"), 2, clock)) {
            return measure(
                    time,
                    () -> store.write(tx -> {
                        String id = ids.next();
                        tx.claim("1", "note", id, () -> new IllegalStateException("taken"));
                        return tx.record(kind, kind.stream("1", id, "1"), null, "bench", List.of(note));
                    }));
        }
    }

    static double bare(Path folder, Duration time) throws IOException, InterruptedException, ExecutionException {
        try (BareLoop loop = new BareLoop(folder.resolve("bare.log"))) {
            return measure(time, loop::append);
        }
    }

    private static double measure(Duration time, Commit commit) throws InterruptedException, ExecutionException {
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

    /** The least that group commit can be. */
    private static final class BareLoop implements AutoCloseable {
        private final FileChannel file;
        private final BlockingQueue<CompletableFuture<Void>> waiting = new ArrayBlockingQueue<>(1024);
        private final Thread writer;

        BareLoop(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            writer = Thread.ofPlatform().daemon().start(this::loop);
        }

        void append() throws InterruptedException {
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
                    file.write(ByteBuffer.allocate(EVENT_BYTES * batch.size()));
                    file.force(false);
                    batch.forEach(done -> done.complete(null));
                    batch.clear();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                batch.forEach(done -> done.completeExceptionally(e));
            }
        }

        @Override
        public void close() throws IOException {
            writer.interrupt();
            file.close();
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
