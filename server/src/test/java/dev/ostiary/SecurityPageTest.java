package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} names the tests that hold what it says. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("..", "docs", "security.md");
    private static final List<Path> TESTS =
            List.of(Path.of("src", "test", "java"), Path.of("..", "acceptance", "src", "test", "java"));
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<MatchResult> named =
                NAMED.matcher(Files.readString(PAGE)).results().toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(test -> assertThat(source(test.group(1)))
                        .as(test.group())
                        .contains(test.group(2) == null ? "class " : " " + test.group(2) + "("));
    }

    /** Of every class of that name. */
    private static String source(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path tests : TESTS) {
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file :
                        files.filter(each -> each.endsWith(name + ".java")).toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }
}
