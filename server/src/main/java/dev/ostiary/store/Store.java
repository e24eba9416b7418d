package dev.ostiary.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Where everything is kept. Safe for use by many threads.
 *
 * <p>Every {@link #read} sees every {@link #write} that was acknowledged before it began.
 */
public interface Store extends AutoCloseable {

    /** Runs queries on one consistent snapshot, which a read inside this one shares. */
    <T> T read(Function<Handle, T> query);

    /**
     * Runs a command in a transaction that it may share with others: commands succeed or fail alone, and become durable together.
     *
     * <p>The command holds up every other writer while it runs: no network, no password hash inside. It may run more than once, and only
     * what came of the last time counts: it has no effect but through the transaction, or one that may happen twice. What it throws
     * undoes what it wrote and is thrown here. Returns after the commit is on disk.
     *
     * @throws Unavailable when the commit failed; nothing was changed
     */
    <T> T write(Function<Transaction, T> command);

    /** Registers who is told of committed events, before their commands are acknowledged. It must be quick and must not throw. */
    void onCommit(Consumer<List<Committed>> listener);

    @Override
    void close();

    /** A command was built on a state that somebody else has changed since it was read. Nothing was changed: read again, and try again. */
    final class Conflict extends RuntimeException {
        public Conflict(Stream stream) {
            super(stream + " was changed meanwhile", null, false, false);
        }
    }

    /** The store could not commit. */
    final class Unavailable extends RuntimeException {
        public Unavailable(Throwable cause) {
            super("the store could not commit", cause);
        }
    }
}
