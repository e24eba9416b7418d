package dev.ostiary.store.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;

/**
 * An empty database as a thing to fill, in one transaction: until {@link #commit} nobody sees any of it, and what breaks off leaves
 * nothing. No server can write to the database meanwhile.
 */
public final class PostgresTarget implements AutoCloseable {
    private static final String HAS_EVENTS = "select exists (select from events)";

    /** Some databases end a session that waits long; who waits for a person does. Not every version knows all of these. */
    private static final String NO_LIMITS = """
            select set_config(name, '0', false) from pg_settings
            where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                           'idle_session_timeout', 'transaction_timeout')""";

    private final PostgresAddress address;
    private final Connection connection;

    private PostgresTarget(PostgresAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /**
     * Makes the tables, or brings them to this version, and keeps everybody else from writing.
     *
     * @throws IOException when the database can't be reached, has data, or somebody writes to it; the message says which
     */
    public static PostgresTarget open(PostgresAddress address) throws IOException {
        Connections connections = new Connections(address);
        try {
            Connection connection = connections.mover();
            try {
                PostgresTarget target = new PostgresTarget(address, connection);
                target.begin(connections);
                return target;
            } catch (IOException | SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | FlywayException e) {
            throw failure(address, e);
        }
    }

    private void begin(Connections connections) throws SQLException, IOException {
        if (Product.of(connection) != Product.POSTGRESQL) {
            throw new IOException(address + " is not PostgreSQL itself, which alone can be moved to");
        }
        execute(NO_LIMITS);
        if (holds("select to_regclass('events') is not null")) {
            requireEmpty();
        }
        PostgresStore.migrate(connections);
        connection.setAutoCommit(false);
        try {
            execute("set local lock_timeout = '3s'; lock table turns in exclusive mode; set local lock_timeout = 0");
        } catch (SQLException taken) {
            throw new IOException("somebody else writes to " + address + ": a server, or another move", taken);
        }
        requireEmpty();
    }

    private void requireEmpty() throws SQLException, IOException {
        if (holds(HAS_EVENTS)) {
            throw new IOException(address + " has data already; it takes an empty database");
        }
    }

    private boolean holds(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one connection, in the transaction that {@link #commit} ends. */
    public Connection connection() {
        return connection;
    }

    /** @throws SQLException when the connection is lost, and with it all that was written */
    public void keepAlive() throws SQLException {
        execute("select 1");
    }

    /** Lets the planner know how much there is now. */
    public void prepareQueries() throws SQLException {
        execute("analyze");
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    /** Says in one line why the database can't be used. */
    public IOException failure(SQLException e) {
        return failure(address, e);
    }

    private static IOException failure(PostgresAddress address, Exception e) {
        String reason = Failures.text(e).lines().findFirst().orElse("");
        return new IOException("the database " + address + " can't be used: " + reason, e);
    }

    /** Gives up what was not committed. */
    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
