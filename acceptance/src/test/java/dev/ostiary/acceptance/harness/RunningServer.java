package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server, as a process of its own on a free port, as {@code ./ostiary start} runs it. The instance's host is {@code localhost}. */
public final class RunningServer implements Installation, AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration LONG_COMMAND = Duration.ofMinutes(3);
    static final Path JAR =
            Path.of("..", "server", "target", "ostiary.jar").toAbsolutePath().normalize();

    private final Settings settings;
    private final int port;
    private final Child process;

    private RunningServer(Settings settings, int port, Child process) {
        this.settings = settings;
        this.port = port;
        this.process = process;
    }

    /** Starts a server and returns when it is ready; fails with its output when it ends instead. */
    public static RunningServer start(Settings settings) {
        return start(settings, Ports.free());
    }

    private static RunningServer start(Settings settings, int port) {
        RunningServer server = new RunningServer(settings, port, launch(settings, port));
        Api anonymous = Api.at(server.origin());
        try {
            Await.until("the server to be ready", START, () -> server.isReady(anonymous));
            server.process.line("Ostiary serves on");
            return server;
        } catch (AssertionError e) {
            server.kill();
            throw e;
        }
    }

    /** The class cache that servers are started with, as the training run made it. */
    public static Path classCache() {
        return Java.cache();
    }

    /** Starts a server that is expected to refuse its settings; returns what it printed. Fails when it serves, or exits with 0. */
    public static String refusal(Settings settings) {
        try (Child process = launch(settings, Ports.free())) {
            Await.until(
                    "the server to refuse",
                    START,
                    () -> !process.isAlive() || process.output().contains("serves on"));
            if (process.isAlive() || process.ended() == 0) {
                throw new AssertionError("expected a refusal, got:\n" + process.output());
            }
            return process.output();
        }
    }

    private static Child launch(Settings settings, int port) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: build the server first (mvn -pl api,server package)");
        }
        List<String> command = program(Java.classCache());
        command.addAll(List.of("start", "--data", settings.data().toString()));
        if (!settings.flags().contains("--port")) {
            command.addAll(List.of("--port", String.valueOf(port)));
        }
        if (Postgres.isChosen() && !settings.flags().contains("--store")) {
            command.addAll(List.of("--store", Postgres.databaseOf(settings.data())));
        }
        command.addAll(settings.flags());
        return Child.start("the server", Path.of("").toAbsolutePath(), settings.environment(), command);
    }

    /** The program's command line up to its arguments. */
    private static List<String> program(List<String> jvmOptions) {
        List<String> command = new ArrayList<>(Java.options());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    /**
     * What another command of the program came to.
     *
     * @param output both streams
     */
    public record Finished(int exitCode, String output) {}

    /** Runs another command than {@code start} to its end. */
    public static Finished command(String... arguments) {
        List<String> command = program(List.of());
        command.addAll(List.of(arguments));
        try (Child process = Child.start(arguments[0], Path.of("").toAbsolutePath(), Map.of(), command)) {
            int exitCode = process.ended(START);
            return new Finished(exitCode, process.output());
        }
    }

    /** A command that runs beside a server. */
    public static final class OtherCommand implements AutoCloseable {
        private final Child process;

        private OtherCommand(Child process) {
            this.process = process;
        }

        /** Returns when it has printed a line that starts with {@code prefix}; fails when it ends without. */
        public void awaitLine(String prefix) {
            process.line(prefix, LONG_COMMAND);
        }

        /** Waits for its end. */
        public Finished finished() {
            int exitCode = process.ended(LONG_COMMAND);
            return new Finished(exitCode, process.output());
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** Starts another command than {@code start}, with more variables of the environment. */
    public static OtherCommand begin(Map<String, String> environment, String... arguments) {
        List<String> command = program(List.of());
        command.addAll(List.of(arguments));
        return new OtherCommand(Child.start(arguments[0], Path.of("").toAbsolutePath(), environment, command));
    }

    private boolean isReady(Api anonymous) {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with " + process.ended() + ":\n" + output());
        }
        try {
            return anonymous.get("/debug/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The same data on the same port, started again. */
    public RunningServer restart() {
        return start(settings, port);
    }

    /** The same port with other settings. */
    public RunningServer restart(Settings others) {
        return start(others, port);
    }

    @Override
    public URI origin() {
        return URI.create("http://localhost:" + port);
    }

    public int port() {
        return port;
    }

    /** The data directory. */
    public Path data() {
        return settings.data();
    }

    @Override
    public String token() {
        return read("admin.pat").strip();
    }

    /** The first administrator, as the first start printed it. */
    public Administrator administrator() {
        Matcher printed =
                Pattern.compile("login name +(\\S+)\\s+password +(\\S+)").matcher(output());
        if (!printed.find()) {
            throw new AssertionError("no administrator in:\n" + output());
        }
        return new Administrator(printed.group(1), printed.group(2));
    }

    /** A login name and the generated password. */
    public record Administrator(String loginName, String password) {}

    /** A file of the data directory. */
    public String read(String name) {
        try {
            return Files.readString(settings.data().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything printed so far. */
    public String output() {
        return process.output();
    }

    /** Stops it as an operator does (SIGTERM) and returns its exit code. */
    public int stop() {
        return process.stop();
    }

    /** Ends it as a power cut does (SIGKILL). */
    public void kill() {
        process.kill();
    }

    /** Stops its clockwork (SIGSTOP): connections stay open, and nothing happens. */
    public void pause() {
        signal("STOP");
    }

    /** Goes on after a pause, as if there had been none (SIGCONT). */
    public void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        Command.run(List.of("kill", "-" + name, String.valueOf(process.pid())));
    }

    /** Keeps what it printed, for who has to find out why a test failed. */
    void keepOutput(Path file) {
        try {
            Files.writeString(file, output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            goOn(); // who stands still hears no request to stop
        }
        process.close();
    }
}
