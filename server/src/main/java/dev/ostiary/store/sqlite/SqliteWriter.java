package dev.ostiary.store.sqlite;

import dev.ostiary.store.EventLog;
import dev.ostiary.store.KeptSql;
import dev.ostiary.store.Writer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteErrorCode;

/** The one connection that writes to the file. */
final class SqliteWriter implements Writer {
    /** <a href="https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction">Errors within a transaction</a>. */
    private static final Set<Integer> ENDING = Set.of(
            SQLiteErrorCode.SQLITE_FULL.code, SQLiteErrorCode.SQLITE_IOERR.code, SQLiteErrorCode.SQLITE_NOMEM.code);

    private final Handle handle;
    private final KeptSql sql;
    private final InstantSource clock;

    SqliteWriter(Handle handle, InstantSource clock) {
        this.handle = handle;
        this.sql = new KeptSql(handle.getConnection());
        this.clock = clock;
    }

    @Override
    public void begin(int attempt) {
        sql.update("begin immediate");
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
