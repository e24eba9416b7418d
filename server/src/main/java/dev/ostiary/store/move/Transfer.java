package dev.ostiary.store.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tables of a PostgreSQL database the same as those of a SQLite file, row by row: {@link #copy} while the file is written to,
 * {@link #align} and {@link #compare} when it no longer is. All of it in the transaction that is open on the target.
 */
public final class Transfer {

    /** Is told how far it is, often. */
    @FunctionalInterface
    public interface Progress {
        /** @param total of which {@code done}; an estimate while the file is written to */
        void rows(String table, long done, long total);
    }

    /**
     * How a table and its copy compare.
     *
     * @param rows of the source
     * @param differences rows that only one of them has, or that are not the same in both
     */
    public record Comparison(String table, long rows, long differences) {}

    @FunctionalInterface
    private interface Difference {
        /**
         * @param source null where only the target has the row
         * @param target null where only the source has it
         */
        void found(@Nullable Row source, @Nullable Row target) throws SQLException;
    }

    private final Connection source;
    private final Connection target;
    private final Progress progress;
    private final List<Relation> relations;

    /** @throws SQLException also where the tables of the two are not the same */
    public Transfer(Connection source, Connection target, Progress progress) throws SQLException {
        this.source = source;
        this.target = target;
        this.progress = progress;
        this.relations = Relations.of(source, target);
    }

    /** Returns the tables that have rows already; there is nothing to copy into then. */
    public List<String> filled() throws SQLException {
        List<String> filled = new ArrayList<>();
        for (Relation relation : relations) {
            if (number(target, "select count(*) from (select 1 from " + relation.name() + " limit 1) any_row") > 0) {
                filled.add(relation.name());
            }
        }
        return filled;
    }

    /** Copies every table into an empty one, each as of its own moment. */
    public void copy() throws SQLException {
        for (Relation relation : relations) {
            append(relation, "");
        }
    }

    /**
     * Brings over what has changed since {@link #copy}.
     *
     * @return how many rows were added, changed or deleted
     */
    public long align() throws SQLException {
        long changed = 0;
        for (Relation relation : relations) {
            changed += relation.onlyGrows() ? appendNewer(relation) : align(relation);
        }
        continuePositions();
        return changed;
    }

    /** Compares every row of every table. */
    public List<Comparison> compare() throws SQLException {
        List<Comparison> all = new ArrayList<>();
        for (Relation relation : relations) {
            long[] differences = new long[1];
            long rows = walk(relation, (here, there) -> differences[0]++);
            all.add(new Comparison(relation.name(), rows, differences[0]));
        }
        return all;
    }

    private long appendNewer(Relation relation) throws SQLException {
        String key = relation.key().getFirst().name();
        long last = number(target, "select coalesce(max(" + key + "), 0) from " + relation.name());
        return append(relation, " where " + key + " > " + last);
    }

    private long append(Relation relation, String condition) throws SQLException {
        long total = number(source, "select count(*) from " + relation.name() + condition);
        Changes changes = new Changes(relation, target);
        long done = 0;
        try (Cursor rows = Cursor.ofSource(relation, source, condition)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                changes.insert(row);
                progress.rows(relation.name(), ++done, Math.max(done, total));
            }
        }
        changes.flush();
        progress.rows(relation.name(), done, done);
        return done;
    }

    /**
     * Rows that are not the same go first, all of them: what replaces one of them may have the unique value of another.
     */
    private long align(Relation relation) throws SQLException {
        long[] changed = new long[1];
        Changes deletions = new Changes(relation, target);
        walk(relation, (here, there) -> {
            changed[0]++;
            if (there != null) {
                deletions.delete(there);
            }
        });
        deletions.flush();
        if (changed[0] > 0) {
            Changes insertions = new Changes(relation, target);
            walk(relation, (here, there) -> insertions.insert(Objects.requireNonNull(here)));
            insertions.flush();
        }
        return changed[0];
    }

    /** Walks through both tables in the order of their keys and tells where they differ; returns the number of rows of the source. */
    private long walk(Relation relation, Difference difference) throws SQLException {
        long total = number(source, "select count(*) from " + relation.name());
        long done = 0;
        try (Cursor here = Cursor.ofSource(relation, source, "");
                Cursor there = Cursor.ofTarget(relation, target)) {
            Row a = here.next();
            Row b = there.next();
            while (a != null || b != null) {
                int order = a == null ? 1 : b == null ? -1 : relation.compareKeys(a, b);
                if (order != 0 || !Objects.equals(a, b)) {
                    difference.found(order <= 0 ? a : null, order >= 0 ? b : null);
                }
                if (order <= 0) {
                    a = here.next();
                    progress.rows(relation.name(), ++done, total);
                }
                if (order >= 0) {
                    b = there.next();
                }
            }
        }
        return done;
    }

    /** The next event gets a position behind those that were copied. */
    private void continuePositions() throws SQLException {
        number(target, """
                select coalesce(setval(pg_get_serial_sequence('events', 'position'), max(position)), 0) from events""");
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
