package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program of {@code src/test/go}, built with the Go of this machine; Go's own cache makes a second build cheap. */
public final class GoProgram {
    private static final Path SOURCE = Path.of("src", "test", "go").toAbsolutePath();
    private static final Path BINARY = Path.of("target", "go", "client").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(8);

    /** The Go of the machine as it is: it must neither fetch another Go nor change the module's files. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "-mod=readonly -buildvcs=false");

    private GoProgram() {}

    /** Builds the program; skips the test, and prints why, when this machine has no Go that is new enough. */
    public static void build() {
        Version needed = needed();
        Optional<Version> present = present();
        if (present.isEmpty() || present.get().compareTo(needed) < 0) {
            String reason = "SKIPPED: the Go client was not tested. It needs Go " + needed + " on the PATH, found "
                    + present.map(Version::toString).orElse("none");
            System.out.println(reason);
            abort(reason);
        }
        output(BUILD, List.of("go", "build", "-p", "2", "-o", BINARY.toString(), "."));
    }

    /** Runs the program that was built to its end and returns what it printed; fails when it exits with anything but 0. */
    public static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(BINARY.toString()));
        command.addAll(Arrays.asList(arguments));
        return output(Duration.ofMinutes(2), command);
    }

    private static Version needed() {
        try {
            return version("(?m)^go ([0-9.]+)$", Files.readString(SOURCE.resolve("go.mod")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Version> present() {
        try {
            return Optional.of(
                    version("go version go([0-9.]+)", output(Duration.ofMinutes(1), List.of("go", "version"))));
        } catch (UncheckedIOException notThere) {
            return Optional.empty();
        }
    }

    private static Version version(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new AssertionError("no Go version in: " + text);
        }
        return Version.parse(found.group(1));
    }

    private static String output(Duration atMost, List<String> command) {
        String name = String.join(" ", command);
        try (Child process = Child.start(name, SOURCE, ENVIRONMENT, command)) {
            if (process.ended(atMost) != 0) {
                throw new AssertionError(name + " failed:\n" + process.output());
            }
            return process.output();
        }
    }
}
