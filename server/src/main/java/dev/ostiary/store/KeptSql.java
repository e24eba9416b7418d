package dev.ostiary.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain JDBC with kept statements, for the few that run with every command: there the comfort of Jdbi costs several times what the
 * database does. Only ever for a fixed set of statements. Used by one thread.
 */
public final class KeptSql {
    private final Connection connection;
    private final Map<String, PreparedStatement> kept = new HashMap<>();

    public KeptSql(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement and returns how many rows it changed. */
    public int update(String sql, Object... arguments) {
        try {
            return prepared(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw new Failed(sql, e);
        }
    }

    /** Runs a query whose answer is one number, or nothing. */
    public long numberOrZero(String sql, Object... arguments) {
        try (ResultSet rows = prepared(sql, arguments).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new Failed(sql, e);
        }
    }

    private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
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
