package dev.ostiary.store.move;

import dev.ostiary.store.move.Relation.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a table's rows in the order of their keys, a few at a time. */
final class Cursor implements AutoCloseable {
    private static final int PAGE = 1000;

    private final Relation relation;
    private final Statement statement;
    private final ResultSet rows;

    private Cursor(Relation relation, Connection connection, String order, String condition) throws SQLException {
        this.relation = relation;
        this.statement = connection.createStatement();
        this.statement.setFetchSize(PAGE);
        this.rows = statement.executeQuery(
                "select " + relation.columnNames() + " from " + relation.name() + condition + " order by " + order);
    }

    /** Reads from SQLite, which compares bytes. */
    static Cursor ofSource(Relation relation, Connection source, String condition) throws SQLException {
        return new Cursor(
                relation,
                source,
                relation.key().stream().map(Column::name).collect(Collectors.joining(", ")),
                condition);
    }

    /** Reads from PostgreSQL, which otherwise compares as the database's language does. */
    static Cursor ofTarget(Relation relation, Connection target) throws SQLException {
        return new Cursor(
                relation,
                target,
                relation.key().stream()
                        .map(column -> column.name() + (column.kind() == Kind.TEXT ? " collate \"C\"" : ""))
                        .collect(Collectors.joining(", ")),
                "");
    }

    /** Returns null at the end. */
    @Nullable
    Row next() throws SQLException {
        if (!rows.next()) {
            return null;
        }
        List<@Nullable String> values = new ArrayList<>(relation.columns().size());
        for (Column column : relation.columns()) {
            values.add(column.kind().read(rows, values.size() + 1));
        }
        return new Row(values);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
