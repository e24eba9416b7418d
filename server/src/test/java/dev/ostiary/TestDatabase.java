package dev.ostiary;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

/** A database of its own, empty at first. Close the stores on it before it. */
public interface TestDatabase extends AutoCloseable {

    /** Opens a store on it, as a server does. */
    Store open(int readers, InstantSource clock);

    @Override
    void close();

    /** What the variable {@code OSTIARY_TEST_STORE} says: {@code postgres}, or SQLite. */
    static TestDatabase chosen() {
        return isPostgresChosen() ? TestPostgres.database() : sqlite();
    }

    /** The same, with SQLite's files in a folder that somebody else deletes. */
    static TestDatabase chosen(Path folder) {
        return isPostgresChosen() ? TestPostgres.database() : new InFolder(folder);
    }

    private static boolean isPostgresChosen() {
        return "postgres".equals(System.getenv("OSTIARY_TEST_STORE"));
    }

    /** A file in a folder of its own. */
    static TestDatabase sqlite() {
        try {
            return new InFolder(Files.createTempDirectory("ostiary"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of SQLite, deleted with its folder. */
    record InFolder(Path folder) implements TestDatabase {
        @Override
        public Store open(int readers, InstantSource clock) {
            return new SqliteStore(folder.resolve("ostiary.db"), readers, clock, StoreMetrics.unread());
        }

        @Override
        public void close() {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
