package dev.ostiary.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** Keeps a connection's prepared statements: preparing costs SQLite twice as much as running. Used by one thread at a time. */
public final class KeptStatements implements StatementBuilder {
    private static final int KEPT = 256;

    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(KEPT, 0.75f, true);

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        return take(connection, sql);
    }

    /** Returns a statement that nobody else uses until it is given back. */
    PreparedStatement take(Connection connection, String sql) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return kept != null ? kept : connection.prepareStatement(sql);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return connection.prepareCall(sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement prepared) {
            giveBack(sql, prepared);
        } else {
            statement.close();
        }
    }

    void giveBack(String sql, PreparedStatement prepared) throws SQLException {
        prepared.clearParameters();
        PreparedStatement twin = idle.put(sql, prepared);
        if (twin != null) {
            twin.close();
        }
        if (idle.size() > KEPT) {
            var eldest = idle.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
    }

    @Override
    public void close(Connection connection) {
        idle.clear(); // the connection closes its statements itself
    }
}
