package dev.ostiary.store.sqlite;

import dev.ostiary.store.KeptStatements;
import dev.ostiary.store.TextFilter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections to the file, set up for what they are for. */
final class Connections {
    private final String url;

    Connections(Path file) {
        this.url = "jdbc:sqlite:" + file.toAbsolutePath();
    }

    DataSource forMigration() {
        return source(durable());
    }

    Handle writer() {
        return open(durable());
    }

    Handle reader() {
        SQLiteConfig config = durable();
        config.setCacheSize(-512); // KiB: what a commit of another connection empties, and the system's cache refills
        Handle reader = open(config);
        reader.execute("pragma query_only = true");
        return reader;
    }

    private static SQLiteConfig durable() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false); // nobody asks for them, and finding them out costs a query for each insert
        return config;
    }

    private DataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    private Handle open(SQLiteConfig config) {
        try {
            Connection connection = source(config).getConnection();
            Function.create(connection, "lower", new Lower(), 1, Function.FLAG_DETERMINISTIC);
            // a factory, so that closing the handle closes the connection: the last one empties the WAL into the file
            Jdbi jdbi = Jdbi.create(() -> connection);
            jdbi.setStatementBuilderFactory(any -> new KeptStatements());
            return jdbi.open();
        } catch (SQLException e) {
            throw new IllegalStateException("can't open " + url, e);
        }
    }

    /** SQLite's own knows ASCII letters only. */
    private static final class Lower extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            if (text == null) {
                result();
            } else {
                result(TextFilter.fold(text));
            }
        }
    }
}
