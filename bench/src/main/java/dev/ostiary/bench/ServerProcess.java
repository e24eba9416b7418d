package dev.ostiary.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as its own process, and what the kernel says it uses. */
final class ServerProcess implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path data;
    private final int port;
    private final Duration untilFirstAnswer;

    private ServerProcess(Process process, Path data, int port, Duration untilFirstAnswer) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.untilFirstAnswer = untilFirstAnswer;
    }

    /** Starts the launcher's command and waits for the first answer. */
    static ServerProcess start(Path home, Path data) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                home.resolve("ostiary").toString(),
                "start",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString()));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("server.log").toFile())
                .start();
        awaitReady(port, process);
        return new ServerProcess(process, data, port, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static void awaitReady(int port, Process process) throws InterruptedException, IOException {
        Call ready = Call.get("/debug/ready", "none");
        while (process.isAlive()) {
            try (Connection connection = new Connection(port)) {
                if (connection.send(ready).status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        throw new IOException("the server ended before it served");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    Duration untilFirstAnswer() {
        return untilFirstAnswer;
    }

    String administratorToken() throws IOException {
        return Files.readString(data.resolve("admin.pat")).strip();
    }

    /** CPU time of the process so far, all threads, user and system. */
    Duration cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Memory that is resident now, in MiB. */
    long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
