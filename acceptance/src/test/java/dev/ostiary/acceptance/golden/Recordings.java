package dev.ostiary.acceptance.golden;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads recordings: files of one JSON document a line under {@code src/test/resources/golden}. */
final class Recordings {
    private static final Gson GSON = new Gson();

    private Recordings() {}

    /** All documents of the files in {@code folder}, in the order of the files' names and of their lines. */
    static <T> List<T> read(String folder, Class<T> type) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .flatMap(Recordings::lines)
                    .map(line -> GSON.fromJson(line, type))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String folder) {
        URL url = Objects.requireNonNull(Recordings.class.getResource("/golden/" + folder), folder);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
