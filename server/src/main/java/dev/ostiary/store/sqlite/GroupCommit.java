package dev.ostiary.store.sqlite;

import dev.ostiary.store.Committed;
import dev.ostiary.store.EventLog;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs the commands of many threads on one thread and commits those that wait together.
 *
 * <p>A command may run twice; only what came of the last time counts.
 *
 * <p>While a commit waits for the disk, the next batch gathers: the busier the store, the fewer commits a command costs. When the queue is
 * full, a command is refused at once: to wait longer than a few batches helps nobody.
 */
final class GroupCommit {
    private static final int LARGEST_BATCH = 256;
    static final int LONGEST_QUEUE = 4 * LARGEST_BATCH;

    private final KeptSql sql;
    private final Supplier<EventLog> transactions;
    private final Consumer<List<Committed>> announce;
    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
    private final Thread thread;
    private volatile boolean closed;

    /** @param announce gets the committed events of a batch before anybody is told of success; must not throw */
    GroupCommit(KeptSql sql, Supplier<EventLog> transactions, Consumer<List<Committed>> announce) {
        this.sql = sql;
        this.transactions = transactions;
        this.announce = announce;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::loop);
    }

    <T> T run(Function<Transaction, T> command) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a command can't start another: pass the transaction on");
        }
        Waiting<T> waiting = new Waiting<>(command);
        if (!queue.offer(waiting)) {
            throw closed
                    ? new IllegalStateException("the store is closed")
                    : new Store.Unavailable(new RejectedExecutionException("too many commands wait"));
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
        try {
            sql.update("begin immediate");
            if (batch.stream().allMatch(waiting -> waiting.succeeds(transactions.get()))) {
                sql.update("commit");
            } else {
                apart(batch);
            }
        } catch (RuntimeException | Error e) {
            rollback(e);
            batch.forEach(waiting -> waiting.fail(new Store.Unavailable(e)));
            return;
        }
        announce.accept(
                batch.stream().flatMap(waiting -> waiting.appended.stream()).toList());
        batch.forEach(Waiting::acknowledge);
    }

    /**
     * Once a command of a batch fails, all are run again, each under a savepoint, so that the failure takes nothing else with it. Savepoints
     * cost about as much as the commands, and few batches need them.
     */
    private void apart(List<Waiting<?>> batch) {
        sql.update("rollback");
        if (batch.size() > 1) {
            sql.update("begin immediate");
            batch.forEach(waiting -> waiting.attempt(sql, transactions.get()));
            sql.update("commit");
        }
    }

    private void rollback(Throwable cause) {
        try {
            sql.update("rollback");
        } catch (RuntimeException alreadyRolledBack) {
            cause.addSuppressed(alreadyRolledBack);
        }
    }

    /** Lets the commands that wait already commit, and refuses those that come later. */
    void close() {
        closed = true;
        try {
            queue.offer(new Waiting<>(tx -> tx), 1, TimeUnit.SECONDS); // wakes the writer; a full queue keeps it awake
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A command, and the thread that waits for it. */
    private static final class Waiting<T> {
        private final Function<Transaction, T> command;
        private final CompletableFuture<Supplier<T>> done = new CompletableFuture<>();
        private List<Committed> appended = List.of();
        private Supplier<T> outcome = () -> {
            throw new IllegalStateException("not attempted");
        };

        Waiting(Function<Transaction, T> command) {
            this.command = command;
        }

        /**
         * Runs the command under a savepoint, so that its failure takes nothing else with it.
         *
         * @throws RuntimeException when the database has given up the whole transaction, as it does when the disk is full
         */
        void attempt(KeptSql sql, EventLog transaction) {
            sql.update("savepoint command");
            if (!succeeds(transaction)) {
                sql.update("rollback to command");
            }
            sql.update("release command");
        }

        /** Runs the command. When it fails, what it wrote is to be undone. */
        boolean succeeds(EventLog transaction) {
            appended = List.of();
            try {
                T result = command.apply(transaction);
                outcome = () -> result;
                appended = transaction.appended();
                return true;
            } catch (RuntimeException | Error e) {
                outcome = () -> {
                    throw e;
                };
                return false;
            }
        }

        void acknowledge() {
            done.complete(outcome);
        }

        void fail(RuntimeException e) {
            done.complete(() -> {
                throw e;
            });
        }

        /** Waits for it, and returns or throws what came of the command. */
        T outcome() {
            return done.join().get();
        }
    }
}
