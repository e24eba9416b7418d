package dev.ostiary.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** A command, and the thread that waits for it. */
final class Waiting<T> {
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
    void attempt(Writer writer) {
        KeptSql sql = writer.sql();
        sql.update("savepoint command");
        if (!succeeds(writer)) {
            sql.update("rollback to command");
        }
        sql.update("release command");
    }

    /**
     * Runs the command. When it fails, what it wrote is to be undone.
     *
     * @throws RuntimeException when the whole transaction is lost
     */
    boolean succeeds(Writer writer) {
        appended = List.of();
        EventLog log = writer.log();
        try {
            T result = command.apply(log);
            outcome = () -> result;
            appended = log.appended();
            return true;
        } catch (RuntimeException | Error e) {
            if (writer.endsTransaction(e)) {
                throw e;
            }
            outcome = () -> {
                throw e;
            };
            return false;
        }
    }

    /** What it appended, once it is committed. */
    List<Committed> appended() {
        return appended;
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
