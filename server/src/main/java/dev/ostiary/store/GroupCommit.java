package dev.ostiary.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the commands of many threads on one thread and commits those that wait together.
 *
 * <p>A command may run several times; only what came of the last time counts.
 *
 * <p>While a commit waits for the disk, the next batch gathers: the busier the store, the fewer commits a command costs. When the queue is
 * full, a command is refused at once: to wait longer than a few batches helps nobody.
 */
public final class GroupCommit {
    private static final int LARGEST_BATCH = 256;
    /** How many commands may wait. */
    public static final int LONGEST_QUEUE = 4 * LARGEST_BATCH;

    private final Writer writer;
    private final Consumer<List<Committed>> announce;
    private final StoreMetrics metrics;
    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
    private final Thread thread;
    private volatile boolean closed;

    /** @param announce gets the committed events of a batch before anybody is told of success; must not throw */
    public GroupCommit(Writer writer, Consumer<List<Committed>> announce, StoreMetrics metrics) {
        this.writer = writer;
        this.announce = announce;
        this.metrics = metrics;
        metrics.waiting(queue::size);
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::loop);
    }

    /** Runs a command and returns, or throws, what came of it, once it is durable. */
    public <T> T run(Function<Transaction, T> command) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a command can't start another: pass the transaction on");
        }
        Waiting<T> waiting = new Waiting<>(command);
        if (!queue.offer(waiting)) {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            metrics.refused();
            throw new Store.Unavailable(new RejectedExecutionException("too many commands wait"));
        }
        // The writer runs what it finds in the queue until it is closed and the queue is empty: what can still be taken
        // out, it never will.
        if (closed && queue.remove(waiting)) {
            throw new IllegalStateException("the store is closed");
        }
        return waiting.outcome();
    }

    private void loop() {
        List<Waiting<?>> batch = new ArrayList<>(LARGEST_BATCH);
        while (!closed || !queue.isEmpty()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException nobodyMayStopTheWriterSo) {
                continue;
            }
            queue.drainTo(batch, LARGEST_BATCH - 1);
            commit(batch);
            batch.clear();
        }
    }

    private void commit(List<Waiting<?>> batch) {
        long begun = System.nanoTime();
        try {
            transact(batch);
            metrics.committed(batch.size(), System.nanoTime() - begun);
        } catch (RuntimeException | Error e) {
            metrics.failed();
            batch.forEach(waiting -> waiting.fail(new Store.Unavailable(e)));
            return;
        }
        announce.accept(
                batch.stream().flatMap(waiting -> waiting.appended().stream()).toList());
        batch.forEach(Waiting::acknowledge);
    }

    private void transact(List<Waiting<?>> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                transact(batch, attempt);
                return;
            } catch (RuntimeException | Error e) {
                rollback(e);
                if (!writer.runsAgain(e, attempt)) {
                    throw e;
                }
                metrics.runsAgain();
            }
        }
    }

    private void transact(List<Waiting<?>> batch, int attempt) {
        writer.begin(attempt);
        Optional<Throwable> failure = batch.stream()
                .flatMap(waiting -> waiting.attempt(writer).stream())
                .findFirst();
        if (failure.isPresent()) {
            undo("rollback", failure.get());
            apart(batch, attempt);
        } else {
            writer.sql().update("commit");
        }
    }

    /**
     * Once a command of a batch fails, all are run again, each under a savepoint, so that the failure takes nothing else with it. Savepoints
     * cost about as much as the commands, and few batches need them.
     */
    private void apart(List<Waiting<?>> batch, int attempt) {
        if (batch.size() == 1) {
            return; // it has failed alone
        }
        writer.begin(attempt);
        for (Waiting<?> waiting : batch) {
            writer.sql().update("savepoint command");
            waiting.attempt(writer).ifPresent(failure -> undo("rollback to command", failure));
            writer.sql().update("release command");
        }
        writer.sql().update("commit");
    }

    /** @throws RuntimeException when the database has given up the whole transaction, as it does when the disk is full */
    private void undo(String how, Throwable failure) {
        try {
            writer.sql().update(how);
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    private void rollback(Throwable cause) {
        try {
            writer.sql().update("rollback");
        } catch (RuntimeException alreadyRolledBack) {
            cause.addSuppressed(alreadyRolledBack);
        }
    }

    /** Lets the commands that wait already commit, and refuses those that come later. */
    public void close() {
        closed = true;
        try {
            queue.offer(new Waiting<>(tx -> tx), 1, TimeUnit.SECONDS); // wakes the writer; a full queue keeps it awake
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
