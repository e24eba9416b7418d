package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The program of {@code src/test/go}, built with the Go of this machine; Go's own cache makes a second build cheap. */
public final class GoProgram {
    private static final Path SOURCE = Path.of("src", "test", "go").toAbsolutePath();
    private static final Path BINARY = Path.of("target", "go", "client").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(8);

    private GoProgram() {}

    /** Builds the program; skips the test, and prints why, when this machine has no Go that is new enough. */
    public static void build() {
        Go.require(needed(), "the Go client");
        Go.output(SOURCE, Map.of(), BUILD, List.of("go", "build", "-p", "2", "-o", BINARY.toString(), "."));
    }

    /** Runs the program that was built to its end and returns what it printed; fails when it exits with anything but 0. */
    public static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        command.addAll(Arrays.asList(arguments));
        return Go.output(SOURCE, Map.of(), Duration.ofMinutes(2), command);
    }

    private static Version needed() {
        try {
            return Go.version("(?m)^go ([0-9.]+)$", Files.readString(SOURCE.resolve("go.mod")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
