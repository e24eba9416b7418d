package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class cache that makes the start quick. */
class ClassCacheTest {
    @TempDir
    private Path folder;

    @Test
    void theTrainingRunMakesACacheThatTheServerStartsWith() {
        assertThat(RunningServer.classCache()).exists(); // a training run that fails makes none, and fails the test
        // "on": the JVM ends at once when it can't use the cache
        Map<String, String> options = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
        try (RunningServer server =
                RunningServer.start(Settings.in(folder.resolve("data")).environment(options))) {
            server.api().get("/management/v1/orgs/me").ok();
        }
    }
}
