package dev.ostiary.store;

import java.util.List;
import java.util.Optional;
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
     * Runs the command, and returns what it threw: then what it wrote is to be undone.
     *
     * @throws RuntimeException when the whole transaction is lost
     */
    Optional<Throwable> attempt(Writer writer) {
        appended = List.of();
        EventLog log = writer.log();
        try {
            T result = command.apply(log);
            outcome = () -> result;
            appended = log.appended();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            if (writer.endsTransaction(e)) {
                throw e;
            }
            outcome = () -> {
                throw e;
            };
            return Optional.of(e);
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
