package dev.ostiary.store.sqlite;

import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.ValidateResult;
import org.jdbi.v3.core.Handle;

/** A database file as a thing to copy and to check. A server may run on it meanwhile. */
public final class SqliteFile {
    private final Connections open;

    public SqliteFile(Path file) {
        this.open = new Connections(file);
    }

    /**
     * How the file's tables stand to those that this version knows.
     *
     * @param faults what was done to the tables and isn't known here, or differs from what is; empty when all is well
     * @param applied number of migrations that were applied
     * @param pending number of those that a start would apply
     */
    public record Schema(List<String> faults, int applied, int pending) {
        public boolean isCurrent() {
            return faults.isEmpty() && pending == 0;
        }
    }

    /**
     * Writes a consistent copy, as of one moment, without keeping writers waiting
     * (<a href="https://www.sqlite.org/lang_vacuum.html#vacuuminto">VACUUM INTO</a>).
     *
     * @param target must be missing, or empty
     */
    public void copyTo(Path target) {
        // not SQLite's backup API: from another process it begins anew with each commit, and under load it never ends
        try (Handle sql = open.writer()) {
            sql.execute("vacuum into ?", target.toAbsolutePath().toString());
        }
    }

    /** Opens a connection that changes nothing. Each query sees what was committed before it, also by a server that runs. */
    public Handle reader() {
        return open.reader();
    }

    /** Says what is broken in the file itself; empty when nothing is. */
    public List<String> damage() {
        try (Handle sql = open.writer()) {
            List<String> found =
                    sql.select("pragma integrity_check").mapTo(String.class).list();
            return found.equals(List.of("ok")) ? List.of() : found;
        } catch (RuntimeException unreadable) {
            return List.of("it is no database that can be read");
        }
    }

    public Schema schema() {
        Flyway flyway = Migrations.of(open.forMigration())
                .ignoreMigrationPatterns("*:pending")
                .load();
        ValidateResult result = flyway.validateWithResult();
        List<String> faults = result.invalidMigrations.stream()
                .map(invalid -> "version " + invalid.version + " (" + invalid.description + ")")
                .toList();
        int applied = flyway.info().applied().length;
        if (applied == 0) {
            return new Schema(List.of("it is not a database of Ostiary"), 0, 0);
        }
        return new Schema(faults, applied, flyway.info().pending().length);
    }
}
