package dev.ostiary.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections to the database, set up for what they are for. Each use has a name of its own in {@code pg_stat_activity}. */
final class Connections {
    private static final int CONNECT_SECONDS = 5;
    private static final int MIGRATION_SECONDS = 0; // as long as it takes

    /** How long it is believed of a host that it is the primary, or isn't. */
    private static final int RECHECK_SECONDS = 1;

    /** Longer than any statement may take, so that it only ends what hangs. */
    private static final int STATEMENT_SECONDS = 20;

    /** Who follows asks twice a second, and must notice soon that nobody answers. */
    private static final int FOLLOW_SECONDS = 1;

    private static final int FOLLOW_CONNECT_SECONDS = 2;

    private static final int ANNOUNCE_SECONDS = 3;

    /** A server that hangs must not hold up the others, least of all one that was stopped in the middle of a transaction. */
    private static final String LIMITS =
            "-c statement_timeout=15000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=5000";

    private final PostgresAddress address;

    Connections(PostgresAddress address) {
        this.address = address;
    }

    DataSource forMigration() {
        return source("ostiary-migration", MIGRATION_SECONDS);
    }

    /** One that may be used for hours, whatever limits the database has for others. */
    Connection mover() throws SQLException {
        PGSimpleDataSource source = source("ostiary-move", MIGRATION_SECONDS);
        source.setDefaultRowFetchSize(1000);
        return source.getConnection();
    }

    Connection writer() throws SQLException {
        return limited("ostiary-writer", STATEMENT_SECONDS).getConnection();
    }

    Connection follower() throws SQLException {
        PGSimpleDataSource source = limited("ostiary-follower", FOLLOW_SECONDS);
        source.setConnectTimeout(FOLLOW_CONNECT_SECONDS);
        source.setLoginTimeout(FOLLOW_CONNECT_SECONDS);
        return source.getConnection();
    }

    Connection announcer() throws SQLException {
        PGSimpleDataSource source = limited("ostiary-announcer", ANNOUNCE_SECONDS);
        // a notice that is lost costs half a second; to wait for the disk costs more than sending it
        source.setOptions(LIMITS + " -c synchronous_commit=off");
        return source.getConnection();
    }

    /** Connections whose every transaction sees one moment and changes nothing. */
    HikariDataSource readers(int connections) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ostiary-readers");
        pool.setDataSource(limited("ostiary-reader", STATEMENT_SECONDS));
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(3_000);
        pool.setValidationTimeout(2_000);
        pool.setAutoCommit(false);
        pool.setReadOnly(true);
        pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(pool);
    }

    private PGSimpleDataSource limited(String name, int seconds) {
        PGSimpleDataSource source = source(name, seconds);
        source.setOptions(LIMITS);
        return source;
    }

    private PGSimpleDataSource source(String name, int seconds) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(
                address.hosts().stream().map(PostgresAddress.Host::name).toArray(String[]::new));
        source.setPortNumbers(
                address.hosts().stream().mapToInt(PostgresAddress.Host::port).toArray());
        source.setTargetServerType("primary");
        source.setHostRecheckSeconds(RECHECK_SECONDS);
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName(name);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(seconds);
        source.setTcpKeepAlive(true);
        source.setLogServerErrorDetail(false); // it repeats values of columns
        String mode = address.tls().get("sslmode");
        if (mode != null) {
            source.setSslMode(mode);
        }
        String root = address.tls().get("sslrootcert");
        if (root != null) {
            source.setSslRootCert(root);
        }
        return source;
    }
}
