package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.RunningServer.Finished;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.Writers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The master key changes while clients write, and nobody notices. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RotateKeyTest {
    private static final int ROTATIONS = 3;
    private static final int WRITERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void noRequestFailsWhileTheKeyChangesAndTheNewKeyAloneStartsTheServerAgain() throws Exception {
        Writers writers = new Writers();
        RunningServer server = RunningServer.start(Settings.in(data));
        String first = server.read("master.key");
        List<Thread> threads = new ArrayList<>(writers.start(server, WRITERS));
        for (int rotation = 0; rotation < ROTATIONS; rotation++) {
            Finished rotated = RunningServer.command("rotate-key", "--data", data.toString());
            assertThat(rotated.exitCode()).as(rotated.output()).isZero();
            assertThat(rotated.output())
                    .contains("1 data keys")
                    .doesNotContain(server.read("master.key").strip());
            int enough = writers.acknowledgements() + 100;
            Await.until(
                    "writes after the rotation",
                    PATIENCE,
                    () -> writers.acknowledgements() >= enough
                            || !writers.refusals().isEmpty());
        }
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(writers.refusals()).isEmpty();
        assertThat(server.read("master.key").lines()).hasSize(1).doesNotContain(first.strip());
        Files.delete(data.resolve("master.key.old"));

        try (RunningServer again = server.restart()) {
            Api api = again.api();
            assertThat(writers.written())
                    .isNotEmpty()
                    .allSatisfy((id, known) -> assertThat(
                                    Writers.complaint(id, known, api.get("/admin/v1/idps/templates/" + id)))
                            .isEmpty());
            assertThat(api.get("/oauth/v2/keys").status()).isEqualTo(200);
        }
    }

    @Test
    void keysThatAreSetAreRotatedWithBothSet() {
        String old = key(1);
        String fresh = key(2);
        try (RunningServer server = RunningServer.start(new Settings(data, List.of("--master-key", old), Map.of()))) {
            server.stop();
        }
        List<String> both = List.of("--master-key", fresh, "--previous-master-key", old);
        try (RunningServer server = RunningServer.start(new Settings(data, both, Map.of()))) {
            Finished rotated = RunningServer.command(
                    "rotate-key", "--data", data.toString(), "--master-key", fresh, "--previous-master-key", old);
            assertThat(rotated.exitCode()).as(rotated.output()).isZero();
            assertThat(rotated.output()).contains("1 data keys").doesNotContain(old, fresh);
            server.api().get("/management/v1/orgs/me").ok();
        }
        try (RunningServer server = RunningServer.start(new Settings(data, List.of("--master-key", fresh), Map.of()))) {
            server.api().get("/management/v1/orgs/me").ok();
        }
        Finished refused = RunningServer.command("rotate-key", "--data", data.toString(), "--master-key", key(3));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("nothing was changed").doesNotContain(key(3), "\tat ");
    }

    private static String key(int filling) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) filling);
        return Base64.getEncoder().encodeToString(key);
    }
}
