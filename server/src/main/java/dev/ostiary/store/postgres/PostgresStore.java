package dev.ostiary.store.postgres;

import dev.ostiary.store.Committed;
import dev.ostiary.store.GroupCommit;
import dev.ostiary.store.Listeners;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.Transaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;

/**
 * The store in a PostgreSQL database, which any number of servers share.
 *
 * <p>Each server has one writer, which commits for many in serializable transactions, and learns of the commits of others by following
 * the events.
 */
public final class PostgresStore implements Store {
    private final Listeners listeners = new Listeners();
    private final Readers readers;
    private final PostgresWriter connection;
    private final GroupCommit writer;
    private final Announcer announcer;
    private final Follower follower;

    private PostgresStore(
            Connections connections, Product product, int readers, InstantSource clock, StoreMetrics metrics)
            throws SQLException {
        String server = UUID.randomUUID().toString();
        this.follower = new Follower(connections, product, server, listeners, metrics);
        this.announcer = new Announcer(connections, product, server);
        this.readers = new Readers(connections, readers, listeners::moment, metrics);
        this.connection = new PostgresWriter(connections, product, clock);
        this.writer = new GroupCommit(connection, this::announce, metrics);
    }

    /**
     * Opens the database, making or migrating its tables first; several servers may do so at once.
     *
     * @param readers connections for reading; there are three more
     * @throws IOException when it can't be reached or used; the message says why, in one line
     */
    public static PostgresStore open(PostgresAddress address, int readers, InstantSource clock, StoreMetrics metrics)
            throws IOException {
        Connections connections = new Connections(address);
        try {
            return open(connections, product(connections), readers, clock, metrics);
        } catch (SQLException | FlywayException e) {
            String reason = Failures.text(e).lines().findFirst().orElse("");
            throw new IOException("the database " + address + " can't be used: " + reason, e);
        }
    }

    static PostgresStore open(
            Connections connections, Product product, int readers, InstantSource clock, StoreMetrics metrics)
            throws SQLException {
        migrate(connections);
        return new PostgresStore(connections, product, readers, clock, metrics);
    }

    /** Makes the tables, or brings them to this version. */
    static void migrate(Connections connections) {
        Flyway.configure()
                .dataSource(connections.forMigration())
                .locations("classpath:db/postgres", "classpath:db/common")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    private static Product product(Connections connections) throws SQLException {
        try (Connection connection = connections.forMigration().getConnection()) {
            return Product.of(connection);
        }
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return readers.read(query);
    }

    @Override
    public <T> T write(Function<Transaction, T> command) {
        return writer.run(command);
    }

    @Override
    public void onCommit(Consumer<List<Committed>> listener) {
        listeners.onCommit(listener);
    }

    @Override
    public void onGap(Runnable listener) {
        listeners.onGap(listener);
    }

    @Override
    public long moment() {
        return readers.moment();
    }

    @Override
    public boolean isPresent(long moment) {
        return listeners.moment() == moment;
    }

    @Override
    public boolean isUpToDate() {
        return follower.isUpToDate();
    }

    private void announce(List<Committed> committed) {
        listeners.announce(committed);
        if (!committed.isEmpty()) {
            announcer.announce();
        }
    }

    /** Lets commands and reads that are under way end, and refuses those that come later. */
    @Override
    public void close() {
        writer.close();
        connection.close();
        announcer.close();
        follower.close();
        readers.close();
    }
}
