package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Go of this machine as it is: it must neither fetch another Go nor change a module's files. */
final class Go {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "-mod=readonly -buildvcs=false");

    private static final Duration FETCH = Duration.ofMinutes(5);

    private Go() {}

    /**
     * Skips the test, and prints why, when this machine has no Go that is new enough.
     *
     * @param untested what is not tested then
     */
    static void require(Version needed, String untested) {
        Optional<Version> present = present();
        if (present.isEmpty() || present.get().compareTo(needed) < 0) {
            skip(
                    untested,
                    "It needs Go " + needed + " on the PATH, found "
                            + present.map(Version::toString).orElse("none"));
        }
    }

    /**
     * Skips the test, and prints why, when the modules that a package is made of can't be had.
     *
     * @param folder of the module that pins the versions
     * @param untested what is not tested then
     */
    static void requireModules(Path folder, String main, String untested) {
        try {
            output(folder, Map.of(), FETCH, List.of("go", "list", "-deps", main));
        } catch (AssertionError notToBeHad) {
            skip(untested, "Its modules could not be fetched: " + notToBeHad.getMessage());
        }
    }

    private static void skip(String untested, String because) {
        String reason = "SKIPPED: " + untested + " was not tested. " + because;
        System.out.println(reason);
        abort(reason);
    }

    /** Runs a command to its end and returns what it printed; fails when it exits with anything but 0. */
    static String output(Path folder, Map<String, String> environment, Duration atMost, List<String> command) {
        Map<String, String> all = new HashMap<>(ENVIRONMENT);
        all.putAll(environment);
        return Child.outputOf(folder, all, atMost, command);
    }

    /** The version that a pattern's first group finds in a text. */
    static Version version(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new AssertionError("no Go version in: " + text);
        }
        return Version.parse(found.group(1));
    }

    private static Optional<Version> present() {
        try {
            String text =
                    output(Path.of("").toAbsolutePath(), Map.of(), Duration.ofMinutes(1), List.of("go", "version"));
            return Optional.of(version("go version go([0-9.]+)", text));
        } catch (UncheckedIOException notThere) {
            return Optional.empty();
        }
    }
}
