package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.RunningServer.Finished;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.Writers;
import dev.ostiary.acceptance.harness.Writers.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is made while clients write, restored elsewhere, has everything that was acknowledged before it began. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BackupTest {
    private static final int WRITERS = 8;
    private static final int ENOUGH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedBeforeABackupIsInIt() throws Exception {
        Path backup = folder.resolve("backup.db");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Writers writers = new Writers();
        Map<String, Written> before;
        String token;
        try (RunningServer server = RunningServer.start(Settings.in(folder.resolve("data")))) {
            token = server.token();
            List<Thread> threads = writers.start(server, WRITERS);
            awaitAcknowledgements(writers, ENOUGH);
            before = Map.copyOf(writers.written());
            int acknowledged = writers.acknowledgements();

            Finished made = RunningServer.command(
                    "backup", backup.toString(), "--data", server.data().toString());

            assertThat(made.exitCode()).as(made.output()).isZero();
            assertThat(made.output()).contains("The master key is not in it");
            awaitAcknowledgements(writers, acknowledged + 1);
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(writers.refusals()).isEmpty();
        }
        Files.copy(folder.resolve("data").resolve("master.key"), elsewhere.resolve("master.key"));

        Finished restored = RunningServer.command("restore", backup.toString(), "--data", elsewhere.toString());

        assertThat(restored.exitCode()).as(restored.output()).isZero();
        assertThat(restored.output())
                .contains("ok      file", "ok      version", "ok      master key", "ok      history");
        try (RunningServer server = RunningServer.start(Settings.in(elsewhere))) {
            Api api = server.anonymous().as(token);
            assertThat(before)
                    .isNotEmpty()
                    .allSatisfy((id, known) -> assertThat(
                                    Writers.isAtLeast(known, api.get("/admin/v1/idps/templates/" + id)))
                            .as("%s %s", id, known)
                            .isTrue());
        }
    }

    @Test
    void aBackupThatIsNotWholeIsNotRestoredAndTheExitCodeSaysSo() throws IOException {
        Path noise = folder.resolve("noise.db");
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(noise, bytes);
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(
                target.resolve("master.key"), java.util.Base64.getEncoder().encodeToString(new byte[32]));

        Finished refused = RunningServer.command("restore", noise.toString(), "--data", target.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains("failed  file", "nothing was restored")
                .doesNotContain("\tat ");
        assertThat(RunningServer.command("restore").exitCode()).isEqualTo(2);
    }

    private static void awaitAcknowledgements(Writers writers, int enough) {
        Await.until(
                "acknowledged writes",
                PATIENCE,
                () -> writers.acknowledgements() >= enough
                        || !writers.refusals().isEmpty());
    }
}
