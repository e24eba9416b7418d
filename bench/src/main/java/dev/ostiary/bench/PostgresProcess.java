package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The PostgreSQL that is installed, with its standard settings, in a folder of its own. It refuses root: then it runs as {@code postgres}. */
final class PostgresProcess implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path bin;
    private final String folder;
    private final int port;
    private final long pid;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresProcess(Path bin, String folder, int port, long pid) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
        this.pid = pid;
    }

    /** The newest that is installed. */
    static Optional<Path> binaries() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.max(Comparator.naturalOrder()).map(version -> version.resolve("bin"));
        }
    }

    /** Starts one with an empty database {@code bench}. */
    static PostgresProcess start() throws IOException, InterruptedException {
        Path bin = binaries().orElseThrow(() -> new IOException("PostgreSQL is not installed under " + INSTALLED));
        String folder = run("mktemp", "-d", "/tmp/ostiary-bench-XXXXXX").strip();
        String data = folder + "/data";
        run(bin + "/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8");
        int port = ServerProcess.freePort();
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c max_connections=300";
        run(bin + "/pg_ctl", "-D", data, "-l", folder + "/log", "-o", options, "-w", "start");
        long pid = Long.parseLong(
                Files.readAllLines(Path.of(data, "postmaster.pid")).getFirst().strip());
        run(bin + "/createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "postgres", "bench");
        PostgresProcess process = new PostgresProcess(bin, folder, port, pid);
        // a service of its own, it would outlive a run that is broken off
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::close));
        return process;
    }

    int port() {
        return port;
    }

    long pid() {
        return pid;
    }

    /** As {@code OSTIARY_STORE} has it. */
    String store() {
        return "postgres://postgres@127.0.0.1:" + port + "/bench";
    }

    private static String run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        all.addAll(List.of(command));
        Path output = Files.createTempFile("ostiary-bench", ".txt");
        int ended = new ProcessBuilder(all)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String text = Files.readString(output);
        Files.delete(output);
        if (ended != 0) {
            throw new IOException(String.join(" ", all) + " failed: " + text);
        }
        return text;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            run(bin + "/pg_ctl", "-D", folder + "/data", "-m", "immediate", "-w", "stop");
            run("rm", "-rf", folder);
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
