package dev.ostiary.store.sqlite;

import dev.ostiary.store.EventLog;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Writer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteErrorCode;

/** The one connection that writes to the file. */
final class SqliteWriter implements Writer, AutoCloseable {
    /** <a href="https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Errors within a transaction</a>. */
    private static final Set<Integer> ENDING = Set.of(
            SQLiteErrorCode.SQLITE_FULL.code, SQLiteErrorCode.SQLITE_IOERR.code, SQLiteErrorCode.SQLITE_NOMEM.code);

    private final Supplier<Handle> connections;
    private final InstantSource clock;
    private Handle handle;
    private KeptSql sql;

    SqliteWriter(Supplier<Handle> connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
        this.handle = connections.get();
        this.sql = new KeptSql(handle.getConnection());
    }

    /** After an error such as a full disk a connection may not begin anything any more, even when there is room again: it is replaced. */
    @Override
    public void begin(int attempt) {
        try {
            sql.update("begin immediate");
        } catch (KeptSql.Failed unusable) {
            handle.close();
            handle = connections.get();
            sql = new KeptSql(handle.getConnection());
            sql.update("begin immediate");
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public KeptSql sql() {
        return sql;
    }

    @Override
    public EventLog log() {
        return new EventLog(handle, sql, clock.instant());
    }

    /** Of most errors SQLite undoes the one statement; after these it has undone the transaction. */
    @Override
    public boolean endsTransaction(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException sqlite && ENDING.contains(sqlite.getErrorCode());
    }

    /** Never: nobody else writes. */
    @Override
    public boolean runsAgain(Throwable failure, int attempt) {
        return false;
    }
}
