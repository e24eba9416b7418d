package dev.ostiary.store.move;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Writes to a table in PostgreSQL, many rows at a time: <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY</a> in its
 * text format, and deletions before it.
 */
final class Changes {
    private static final int BATCH = 5000;

    private final Relation relation;
    private final Connection target;
    private final List<Row> deleted = new ArrayList<>();
    private final List<Row> inserted = new ArrayList<>();

    Changes(Relation relation, Connection target) {
        this.relation = relation;
        this.target = target;
    }

    void insert(Row row) throws SQLException {
        inserted.add(row);
        flushWhenFull();
    }

    void delete(Row row) throws SQLException {
        deleted.add(row);
        flushWhenFull();
    }

    private void flushWhenFull() throws SQLException {
        if (inserted.size() + deleted.size() >= BATCH) {
            flush();
        }
    }

    /** Whatever was told so far is in the table when this returns. */
    void flush() throws SQLException {
        if (!deleted.isEmpty()) {
            sendDeletions();
            deleted.clear();
        }
        if (!inserted.isEmpty()) {
            sendRows();
            inserted.clear();
        }
    }

    private void sendDeletions() throws SQLException {
        try (PreparedStatement statement =
                target.prepareStatement("delete from " + relation.name() + " where " + relation.keyIs())) {
            for (Row row : deleted) {
                for (int i = 0; i < relation.keys(); i++) {
                    relation.columns().get(i).kind().bind(statement, i + 1, row.key(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void sendRows() throws SQLException {
        String copy = "copy " + relation.name() + " (" + relation.columnNames() + ") from stdin";
        StringBuilder line = new StringBuilder();
        try (PGCopyOutputStream stream = new PGCopyOutputStream(target.unwrap(PGConnection.class), copy)) {
            for (Row row : inserted) {
                line.setLength(0);
                for (@Nullable String value : row.values()) {
                    write(value, line);
                }
                line.setCharAt(line.length() - 1, '\n');
                stream.write(line.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
        }
    }

    /** Ends each value with a tab. */
    private static void write(@Nullable String value, StringBuilder line) {
        if (value == null) {
            line.append("\\N\t");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
        line.append('\t');
    }
}
