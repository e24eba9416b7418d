package dev.ostiary.store;

/** The one connection that a {@link GroupCommit} writes through. Used by its thread alone. */
public interface Writer {

    /**
     * Begins a transaction.
     *
     * @param attempt how often this has been done for the same commands, from 1
     */
    void begin(int attempt);

    /** The connection, for what ends the transaction and its parts. */
    KeptSql sql();

    /** A command's part in the transaction that was begun last. */
    EventLog log();

    /** Whether what a command threw ended the whole transaction, so that nothing of it can be committed. */
    boolean endsTransaction(Throwable failure);

    /** Whether to run the commands again after a transaction of theirs failed. May wait a moment. */
    boolean runsAgain(Throwable failure, int attempt);
}
