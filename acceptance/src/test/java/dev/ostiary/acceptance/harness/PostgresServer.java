package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL of its own: the one that is installed, in a new folder, on a free port of 127.0.0.1. Its user {@code postgres} needs no password. */
public final class PostgresServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String folder;
    private final int port;

    private PostgresServer(String folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isDirectory(INSTALLED);
    }

    static Path binaries() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.max(Path::compareTo).orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not installed", e);
        }
    }

    /** Makes one, and starts it. */
    public static PostgresServer create() {
        String folder = Command.asPostgres("mktemp", "-d", "/tmp/ostiary-postgres-XXXXXX")
                .strip();
        PostgresServer server = new PostgresServer(folder, Ports.free());
        server.call("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8");
        server.start();
        return server;
    }

    private String data() {
        return folder + "/data";
    }

    public int port() {
        return port;
    }

    /** Makes a database; returns its address as Ostiary takes it. */
    public String createDatabase(String name) {
        call("createdb", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", name);
        return address(name, port);
    }

    /** The address of a database of this server that is reached through another port. */
    public static String address(String database, int port) {
        return "postgres://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** Runs a statement as the superuser; returns the rows, columns separated by {@code |}. */
    public String sql(String database, String statement) {
        return call("psql", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", "-d", database, "-Atc", statement)
                .strip();
    }

    public void start() {
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=300";
        call("pg_ctl", "-D", data(), "-l", folder + "/log", "-o", options, "-w", "start");
    }

    /** Ends all of its processes at once (SIGKILL), as a power cut does. */
    public void kill() {
        kill(data());
    }

    /** The same of whoever runs on a data folder; nothing when nobody does. */
    static void kill(String data) {
        List<ProcessHandle> all = postmaster(data)
                .map(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .toList())
                .orElse(List.of());
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("PostgreSQL to end", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Its number stays in a file when it is killed, and may be another program's by now. */
    private static Optional<ProcessHandle> postmaster(String data) {
        String file = Command.asPostgres("sh", "-c", "head -1 \"$0\"/postmaster.pid 2>/dev/null || true", data);
        return file.isBlank()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(file.strip()))
                        .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
    }

    private static String call(String program, String... arguments) {
        String[] command = Stream.concat(Stream.of(binaries() + "/" + program), Stream.of(arguments))
                .toArray(String[]::new);
        return Command.asPostgres(command);
    }

    @Override
    public void close() {
        kill();
        Command.asPostgres("rm", "-rf", folder);
    }
}
