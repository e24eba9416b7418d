package dev.ostiary.acceptance.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A child process whose output is collected line by line. Its standard input stays open as long as the tests run. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        // reading a pipe holds on to its thread: virtual ones would starve each other
        this.reader = Thread.ofPlatform().daemon().name(name).start(this::collect);
    }

    static Child start(String name, Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Child(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + command, e);
        }
    }

    /** Runs a command to its end and returns what it printed; fails when it exits with anything but 0. */
    static String outputOf(Path directory, Map<String, String> environment, Duration atMost, List<String> command) {
        String name = String.join(" ", command);
        try (Child process = start(name, directory, environment, command)) {
            if (process.ended(atMost) != 0) {
                throw new AssertionError(name + " failed:\n" + process.output());
            }
            return process.output();
        }
    }

    private void collect() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return String.join("\n", lines);
    }

    /** The first line that starts with {@code prefix}; waits for it, and fails with the whole output if the process ends without it. */
    String line(String prefix) {
        return line(prefix, PATIENCE);
    }

    String line(String prefix, Duration atMost) {
        return Await.value(name + " to print a line that starts with " + prefix, atMost, () -> {
            boolean ended = !process.isAlive() && !reader.isAlive();
            Optional<String> line =
                    lines.stream().filter(each -> each.startsWith(prefix)).findFirst();
            if (ended && line.isEmpty()) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + output());
            }
            return line;
        });
    }

    /** Asks the process to end (SIGTERM) and returns its exit code; fails if it does not end. */
    int stop() {
        process.destroy();
        return ended();
    }

    /** Ends the process at once (SIGKILL). What it started itself may go on, and may go on writing to its output. */
    void kill() {
        process.destroyForcibly();
        exited(PATIENCE);
    }

    /** Waits until the process has ended by itself and returns its exit code. */
    int ended() {
        return ended(PATIENCE);
    }

    int ended(Duration atMost) {
        exited(atMost);
        try {
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void exited(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not end within " + atMost.toSeconds() + " s:\n" + output());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
