package dev.ostiary.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
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
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, Long.toString(256L << 20));
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
        return config;
    }

    private DataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    private Handle open(SQLiteConfig config) {
        try {
            Jdbi jdbi = Jdbi.create(source(config).getConnection());
            jdbi.setStatementBuilderFactory(connection -> new KeptStatements());
            return jdbi.open();
        } catch (SQLException e) {
            throw new IllegalStateException("can't open " + url, e);
        }
    }
}
