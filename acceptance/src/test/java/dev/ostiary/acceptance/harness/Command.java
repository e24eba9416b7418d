package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the system that run to their end. */
final class Command {
    static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private Command() {}

    /** Runs a program as the user {@code postgres} where the tests run as root, which PostgreSQL refuses; returns what it printed. */
    static String asPostgres(String... command) {
        return run(forPostgres(List.of(command)));
    }

    /** The command line that does so. */
    static List<String> forPostgres(List<String> command) {
        List<String> all = new ArrayList<>(ROOT ? List.of("runuser", "-u", "postgres", "--") : List.of());
        all.addAll(command);
        return all;
    }

    /** Runs a program and returns what it printed; throws {@link IllegalStateException} with that when it exits with anything but 0. */
    static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("ostiary", ".txt");
            int ended = new ProcessBuilder(command)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            if (ended != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
