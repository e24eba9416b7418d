package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The PostgreSQL that is installed, in a folder of its own, with a database for each data directory. Servers use it when the variable
 * {@code OSTIARY_TEST_STORE} is {@code postgres}.
 */
public final class Postgres {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final Map<Path, String> DATABASES = new ConcurrentHashMap<>();

    private Postgres() {}

    private static final class Running {
        static final int PORT = start();
    }

    /** For {@code @EnabledIf}. */
    public static boolean isInstalled() {
        return Files.isDirectory(Path.of("/usr/lib/postgresql"));
    }

    static boolean isChosen() {
        return "postgres".equals(System.getenv("OSTIARY_TEST_STORE"));
    }

    /** Makes a database the first time; the same data directory gets the same one. */
    public static String databaseOf(Path data) {
        return DATABASES.computeIfAbsent(data, folder -> {
            String name = "ostiary_" + DATABASES.size();
            run(binaries() + "/createdb", "-h", "127.0.0.1", "-p", "" + Running.PORT, "-U", "postgres", name);
            return "postgres://postgres@127.0.0.1:" + Running.PORT + "/" + name;
        });
    }

    private static int start() {
        Path bin = binaries();
        String folder = run("mktemp", "-d", "/tmp/ostiary-postgres-XXXXXX").strip();
        String data = folder + "/data";
        run(bin + "/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8");
        int port = freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            run(bin + "/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
            run("rm", "-rf", folder);
        }));
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=300";
        run(bin + "/pg_ctl", "-D", data, "-l", folder + "/log", "-o", options, "-w", "start");
        return port;
    }

    private static Path binaries() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Path::compareTo).orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not installed", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the user {@code postgres} where the tests run as root, which PostgreSQL refuses. */
    private static String run(String... command) {
        List<String> all = new ArrayList<>(ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        all.addAll(List.of(command));
        try {
            Path output = Files.createTempFile("ostiary", ".txt");
            int ended = new ProcessBuilder(all)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            if (ended != 0) {
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
