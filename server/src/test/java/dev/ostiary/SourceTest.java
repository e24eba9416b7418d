package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the source looks. */
class SourceTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");

    @Test
    void halfOfTheFilesAreShort() {
        List<Long> lengths = lengths(MAIN).values().stream().sorted().toList();

        assertThat(lengths.get(lengths.size() / 2)).isLessThan(100);
    }

    @Test
    void noFileIsLong() {
        assertThat(lengths(MAIN)).allSatisfy((file, lines) -> assertThat(lines).isLessThanOrEqualTo(600));
        assertThat(lengths(TEST)).allSatisfy((file, lines) -> assertThat(lines).isLessThanOrEqualTo(600));
    }

    @Test
    void everyRoomSaysWhatItIsAndThatNothingIsNullUnlessItSaysSo() {
        assertThat(files(MAIN).map(Path::getParent).distinct())
                .allSatisfy(room -> assertThat(room.resolve("package-info.java"))
                        .exists()
                        .content()
                        .contains("@NullMarked", "/**"));
    }

    private static Map<Path, Long> lengths(Path root) {
        Map<Path, Long> lengths = new TreeMap<>();
        files(root).forEach(file -> lengths.put(file, lines(file)));
        return lengths;
    }

    private static Stream<Path> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
