package dev.ostiary.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Plain JDBC on a handle's connection, for what nearly every request does: there the comfort of Jdbi costs several times what the
 * database does. Anything else goes through the handle itself.
 */
public final class DirectSql {

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private DirectSql() {}

    /** Returns the only row of a query; fails when there is a second one. */
    public static <T> Optional<T> find(Handle handle, String sql, Reader<T> reader, @Nullable Object... arguments) {
        List<T> rows = list(handle, sql, reader, arguments);
        if (rows.size() > 1) {
            throw new IllegalStateException("more than one row: " + sql);
        }
        return rows.stream().findFirst();
    }

    public static <T> List<T> list(Handle handle, String sql, Reader<T> reader, @Nullable Object... arguments) {
        return prepared(handle, sql, arguments, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        });
    }

    /** Runs a statement and returns how many rows it changed. */
    public static int execute(Handle handle, String sql, @Nullable Object... arguments) {
        return prepared(handle, sql, arguments, PreparedStatement::executeUpdate);
    }

    private static <T> T prepared(Handle handle, String sql, @Nullable Object[] arguments, Use<T> use) {
        try {
            if (handle.getStatementBuilder() instanceof KeptStatements kept) {
                PreparedStatement statement = kept.take(handle.getConnection(), sql);
                try {
                    return use.of(bound(statement, arguments));
                } finally {
                    kept.giveBack(sql, statement);
                }
            }
            try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
                return use.of(bound(statement, arguments));
            }
        } catch (SQLException e) {
            throw new Failed(sql, e);
        }
    }

    private static PreparedStatement bound(PreparedStatement statement, @Nullable Object[] arguments)
            throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    /** The database refused a statement. */
    public static final class Failed extends RuntimeException {
        Failed(String sql, SQLException cause) {
            super(cause.getMessage() + " [" + sql + "]", cause);
        }
    }
}
