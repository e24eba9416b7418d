package dev.ostiary.store.sqlite;

import dev.ostiary.store.Committed;
import dev.ostiary.store.EventLog;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Runs the commands of many threads on one thread and commits those that wait together.
 *
 * <p>While a commit waits for the disk, the next batch gathers: the busier the store, the fewer commits a command costs.
 */
final class GroupCommit {
    private static final int LARGEST_BATCH = 256;
    private static final int LARGEST_QUEUE = 4096;

    private final Handle sql;
    private final Supplier<EventLog> transactions;
    private final Consumer<List<Committed>> announce;
    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(LARGEST_QUEUE);
    private final Thread thread;
    private volatile boolean closed;

    GroupCommit(Handle sql, Supplier<EventLog> transactions, Consumer<List<Committed>> announce) {
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
        try {
            queue.put(waiting);
            if (closed) {
                waiting.fail(new IllegalStateException("the store is closed"));
            }
            return waiting.done.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Store.Unavailable(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new Store.Unavailable(e);
        }
    }

    private void loop() {
        List<Waiting<?>> batch = new ArrayList<>(LARGEST_BATCH);
        while (!closed || !queue.isEmpty()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                continue;
            }
            queue.drainTo(batch, LARGEST_BATCH - 1);
            commit(batch);
            batch.clear();
        }
    }

    private void commit(List<Waiting<?>> batch) {
        try {
            sql.execute("begin immediate");
            batch.forEach(waiting -> waiting.attempt(sql, transactions.get()));
            sql.execute("commit");
        } catch (RuntimeException e) {
            rollback(e);
            batch.forEach(waiting -> waiting.fail(new Store.Unavailable(e)));
            return;
        }
        List<Committed> committed = new ArrayList<>();
        batch.forEach(waiting -> committed.addAll(waiting.appended));
        announce.accept(committed);
        batch.forEach(Waiting::acknowledge);
    }

    private void rollback(RuntimeException cause) {
        try {
            sql.execute("rollback");
        } catch (RuntimeException alreadyRolledBack) {
            cause.addSuppressed(alreadyRolledBack);
        }
    }

    void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A command, and the thread that waits for it. */
    private static final class Waiting<T> {
        private final Function<Transaction, T> command;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private List<Committed> appended = List.of();
        private Runnable outcome = () -> {};

        Waiting(Function<Transaction, T> command) {
            this.command = command;
        }

        /** Runs the command under a savepoint, so that its failure takes nothing else with it. */
        void attempt(Handle sql, EventLog transaction) {
            sql.execute("savepoint command");
            try {
                T result = command.apply(transaction);
                outcome = () -> done.complete(result);
                appended = transaction.appended();
            } catch (RuntimeException | Error e) {
                sql.execute("rollback to command");
                outcome = () -> done.completeExceptionally(e);
            }
            sql.execute("release command");
        }

        void acknowledge() {
            outcome.run();
        }

        void fail(RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
