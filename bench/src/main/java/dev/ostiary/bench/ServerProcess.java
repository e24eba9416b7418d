package dev.ostiary.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as its own process. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final int port;
    private final Duration untilFirstAnswer;

    private ServerProcess(Process process, int port, Duration untilFirstAnswer) {
        this.process = process;
        this.port = port;
        this.untilFirstAnswer = untilFirstAnswer;
    }

    /** Starts the launcher's command and waits for the first answer. */
    static ServerProcess ostiary(Path home, Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = List.of(
                home.resolve("ostiary").toString(),
                "start",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString());
        return start(command, environment, port, "/debug/ready", data.resolveSibling(data.getFileName() + ".log"));
    }

    /** @param ready a path that is answered with 200 when the server serves */
    static ServerProcess start(List<String> command, Map<String, String> environment, int port, String ready, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        Process process = builder.start();
        ServerProcess server = new ServerProcess(process, port, Duration.ZERO);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        while (process.isAlive() && System.nanoTime() - begun < PATIENCE.toNanos()) {
            try (Connection connection = new Connection(port)) {
                if (connection.send(Call.get(ready, "none")).status() == 200) {
                    return new ServerProcess(process, port, Duration.ofNanos(System.nanoTime() - begun));
                }
            } catch (IOException notYet) {
                // tried again
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        server.close();
        throw new IOException("it did not serve: " + lastLine(log));
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    Duration untilFirstAnswer() {
        return untilFirstAnswer;
    }

    /** With what it started: a script may stay in front of its server. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
