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
     * <p>It is as if commands ran one after the other, on however many servers: what a command reads through its transaction stays true until it
     * is committed. For that it may run more than once, and only what came of the last time counts: it has no effect but through the
     * transaction, or one that may happen twice. The command holds up every other writer while it runs: no network, no password hash inside.
     * What it throws undoes what it wrote and is thrown here. Returns after the commit is on disk.
     *
     * @throws Unavailable when the commit failed and nothing was changed; or the connection broke during the commit itself, and
     *     nobody knows
     */
    <T> T write(Function<Transaction, T> command);

    /**
     * Registers who is told of committed events: those of this server before their commands are acknowledged, those of other servers
     * within a second. An event may be told more than once. The listener must be quick and must not throw.
     */
    void onCommit(Consumer<List<Committed>> listener);

    /**
     * Registers who is told that commits of other servers may go unnoticed: what was kept of earlier reads is to be read again. It is told
     * repeatedly while that lasts. It must be quick and must not throw.
     */
    void onGap(Runnable listener);

    /**
     * The moment that what this thread reads is of: within a {@link #read} the one at which the outermost began, else the present one. Who
     * keeps what was read asks for it within that read, or before it.
     */
    long moment();

    /**
     * Tells whether listeners were told nothing since a moment: what was read at that moment is still so, as far as this server knows.
     * A listener that forgets what it is told of, and keeps what was read only when this holds in the same lock, never keeps what is outdated.
     *
     * @param moment what {@link #moment} said
     */
    boolean isPresent(long moment);

    /**
     * Tells whether this server knows what all servers committed until a second ago. A server that stood still doesn't when it goes on, before
     * anybody could tell it: what must not be outdated is then to be read.
     */
    boolean isUpToDate();

    @Override
    void close();

    /** A command was built on a state that somebody else has changed since it was read. Nothing was changed: read again, and try again. */
    final class Conflict extends RuntimeException {
        public Conflict(Stream stream) {
            super(stream + " was changed meanwhile", null, false, false);
        }
    }

    /** The store could not commit, or can't be reached. */
    final class Unavailable extends RuntimeException {
        public Unavailable(Throwable cause) {
            super("the store is not available", cause);
        }
    }
}
