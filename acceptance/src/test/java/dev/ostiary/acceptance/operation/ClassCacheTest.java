package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.RunningServer.Finished;
import dev.ostiary.acceptance.harness.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class cache that makes the start quick. */
class ClassCacheTest {
    @TempDir
    private Path folder;

    @Test
    void theTrainingRunMakesACacheThatTheServerStartsWith() {
        Path cache = folder.resolve("ostiary.aot");

        Finished trained = RunningServer.command(List.of("-XX:AOTCacheOutput=" + cache), "train");

        assertThat(trained.exitCode()).as(trained.output()).isZero();
        assertThat(cache).exists();
        // "on": the JVM ends at once when it can't use the cache
        Map<String, String> options = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on -XX:AOTCache=" + cache);
        try (RunningServer server =
                RunningServer.start(Settings.in(folder.resolve("data")).environment(options))) {
            server.api().get("/management/v1/orgs/me").ok();
        }
    }
}
