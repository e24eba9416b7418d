package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** The time of day of one process, which can jump while it runs (libfaketime). Time that only measures how long something takes goes on as it is. */
public final class FakeClock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    private FakeClock(Path file) {
        this.file = file;
    }

    /** For {@code @EnabledIf}. */
    public static boolean isInstalled() {
        boolean installed = library().findAny().isPresent();
        if (!installed) {
            System.out.println("faketime is not installed: clocks that jump are not tested");
        }
        return installed;
    }

    private static Stream<Path> library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return Stream.concat(Stream.of(Path.of("/usr/lib")), folders.toList().stream())
                    .map(folder -> folder.resolve(LIBRARY))
                    .filter(Files::exists);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that is right until it is set. */
    public static FakeClock in(Path folder) {
        FakeClock clock = new FakeClock(folder.resolve("clock"));
        clock.jump("+0");
        return clock;
    }

    /** @param to how far from the right time, such as {@code -1h} */
    public void jump(String to) {
        try {
            Path next = Files.writeString(file.resolveSibling("clock.next"), to + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a process go by it. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().findAny().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1");
    }
}
