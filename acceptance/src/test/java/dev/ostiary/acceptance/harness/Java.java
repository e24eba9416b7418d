package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How {@code ./ostiary start} runs the JVM. The class cache is made once for all tests of a run: they start many servers. */
final class Java {
    private static final Duration TRAINING = Duration.ofMinutes(3);
    private static final Path LAUNCHER = Path.of("..", "ostiary");
    private static final String LIST = "jvm_options=(";
    private static final String NATIVE_LIST = "native=(";

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
            String script = Files.readString(LAUNCHER);
            String natives = RunningServer.JAR.resolveSibling("lib").toString();
            return Stream.of(list(script, LIST), list(script, NATIVE_LIST).replace("$1", natives))
                    .flatMap(
                            list -> Arrays.stream(list.replace("\"", "").strip().split("\\s+")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String list(String script, String beginning) {
        String list = script.split(Pattern.quote(beginning), 2)[1];
        return list.substring(0, list.indexOf(')'));
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
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTRecordTraining",
                    "-Xlog:disable",
                    "-XX:AOTCacheOutput=" + cache,
                    "-jar",
                    RunningServer.JAR.toString(),
                    "train"));
            Child.outputOf(folder, Map.of(), TRAINING, command);
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
