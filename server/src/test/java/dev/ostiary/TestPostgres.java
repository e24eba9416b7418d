package dev.ostiary;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.postgres.PostgresAddress;
import dev.ostiary.store.postgres.PostgresAddress.Host;
import dev.ostiary.store.postgres.PostgresStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The PostgreSQL that is installed, started once for all tests of this process in a folder of its own, and stopped with it. It refuses to
 * run as root: then it runs as the user {@code postgres}.
 */
public final class TestPostgres {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestPostgres() {}

    private static final class Running {
        static final int PORT = start();
    }

    /** For {@code @EnabledIf}. */
    public static boolean isInstalled() {
        boolean installed = binaries().isPresent();
        if (!installed) {
            System.out.println("PostgreSQL is not installed: what needs it is not tested");
        }
        return installed;
    }

    /** Makes an empty database. */
    public static Database database() {
        String name = "ostiary_" + COUNT.incrementAndGet();
        execute(Running.PORT, "postgres", "create database " + name);
        return new Database(
                new PostgresAddress(List.of(new Host("127.0.0.1", Running.PORT)), name, "postgres", "", Map.of()));
    }

    /** A database of the PostgreSQL that runs; deleted with all others at the end. */
    public record Database(PostgresAddress address) implements TestDatabase {
        @Override
        public Store open(int readers, InstantSource clock) {
            try {
                return PostgresStore.open(address, readers, clock, StoreMetrics.unread());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Runs a statement beside all stores. */
        public void execute(String sql) {
            TestPostgres.execute(port(), address.database(), sql);
        }

        private int port() {
            return address.hosts().getFirst().port();
        }

        /** Opens a connection beside all stores. */
        public Connection connect() throws SQLException {
            return TestPostgres.connect(port(), address.database());
        }

        @Override
        public void close() {
            // goes with the folder
        }
    }

    private static Connection connect(int port, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    }

    private static void execute(int port, String database, String sql) {
        try (Connection connection = connect(port, database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int start() {
        Path bin = binaries().orElseThrow(() -> new IllegalStateException("PostgreSQL is not installed"));
        String folder = run("mktemp", "-d", "/tmp/ostiary-postgres-XXXXXX").strip();
        String data = folder + "/data";
        run(bin + "/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8");
        int port = freePort();
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=300";
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            run(bin + "/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
            run("rm", "-rf", folder);
        }));
        run(bin + "/pg_ctl", "-D", data, "-l", folder + "/log", "-o", options, "-w", "start");
        return port;
    }

    /** The newest in the usual places, or on the path. */
    private static Optional<Path> binaries() {
        return Stream.concat(
                        installed(Path.of("/usr/lib/postgresql")),
                        Arrays.stream(System.getenv("PATH").split(":")).map(Path::of))
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static Stream<Path> installed(Path root) {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.sorted((a, b) -> b.compareTo(a)).map(version -> version.resolve("bin")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... command) {
        List<String> all = new ArrayList<>(ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        all.addAll(List.of(command));
        try {
            Path output = Files.createTempFile("ostiary", ".txt");
            Process process = new ProcessBuilder(all)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", all) + " failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
