package dev.ostiary.acceptance.harness;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL for all tests of a run, with a database for each data directory. Servers use it when the variable
 * {@code OSTIARY_TEST_STORE} is {@code postgres}.
 */
public final class Postgres {
    private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Postgres() {}

    private static final class Running {
        static final PostgresServer SERVER = start();
    }

    static boolean isChosen() {
        return "postgres".equals(System.getenv("OSTIARY_TEST_STORE"));
    }

    /** Makes a database the first time; the same data directory gets the same one. */
    public static String databaseOf(Path data) {
        return DATABASES.computeIfAbsent(data, folder -> createDatabase());
    }

    /** Makes another database, for several servers. */
    static String createDatabase() {
        return Running.SERVER.createDatabase("ostiary_" + COUNT.incrementAndGet());
    }

    private static PostgresServer start() {
        PostgresServer server = PostgresServer.create();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }
}
