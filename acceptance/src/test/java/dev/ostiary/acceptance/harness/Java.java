package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How {@code ./ostiary start} runs the JVM. The class cache is made once for all tests of a run: they start many servers. */
final class Java {
    private static final Duration TRAINING = Duration.ofMinutes(3);
    private static final Path LAUNCHER = Path.of("..", "ostiary");
    private static final String LIST = "jvm_options=(";

    private Java() {}

    private static final class Made {
        static final Path CACHE = train();
    }

    /** The program and its options. */
    static List<String> options() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ofLauncher());
        return command;
    }

    private static List<String> ofLauncher() {
        try {
            String list = Files.readString(LAUNCHER).split(Pattern.quote(LIST), 2)[1];
            return List.of(list.substring(0, list.indexOf(')')).strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file, made when it is asked for the first time. */
    static Path cache() {
        return Made.CACHE;
    }

    /** The options that use the cache. The JVM goes on without one that doesn't fit. */
    static List<String> classCache() {
        return List.of("-XX:AOTCache=" + cache(), "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    private static Path train() {
        try {
            Path folder = Files.createTempDirectory("ostiary-classes");
            Path cache = folder.resolve("ostiary.aot");
            folder.toFile().deleteOnExit(); // after what is in it
            cache.toFile().deleteOnExit();
            List<String> command = options();
            command.addAll(List.of(
                    "-Xlog:disable", "-XX:AOTCacheOutput=" + cache, "-jar", RunningServer.JAR.toString(), "train"));
            Child.outputOf(folder, Map.of(), TRAINING, command);
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
