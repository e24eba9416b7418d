package dev.ostiary.acceptance.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param data its data directory
 * @param flags command-line flags after {@code start}, without {@code --port} and {@code --data}
 * @param environment variables on top of those of the tests
 */
public record Settings(Path data, List<String> flags, Map<String, String> environment) {

    public static Settings in(Path data) {
        return new Settings(data, List.of(), Map.of());
    }

    public Settings environment(Map<String, String> more) {
        return new Settings(data, flags, more);
    }
}
