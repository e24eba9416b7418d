package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Postgres;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.RunningServer.Finished;
import dev.ostiary.acceptance.harness.RunningServer.OtherCommand;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.Writers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A server's data moves to PostgreSQL while clients write, and nothing that was acknowledged is lost. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MoveTest {
    private static final int WRITERS = 8;
    private static final int ENOUGH = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path data;

    private OtherCommand move(String database) {
        return RunningServer.begin(
                Map.of("OSTIARY_STORE", database),
                "move",
                "--from",
                "sqlite",
                "--to",
                "postgres",
                "--data",
                data.toString());
    }

    @Test
    void everyAcknowledgedWriteIsThereAfterTheMove() throws InterruptedException {
        String database = Postgres.databaseOf(data);
        Writers writers = new Writers();
        RunningServer before = RunningServer.start(new Settings(data, List.of("--store", "sqlite"), Map.of()));
        try (before) {
            move(before, database, writers);
        }
        assertThat(writers.refusals()).isEmpty();

        String token = before.token();
        try (RunningServer after = before.restart(new Settings(data, List.of("--store", database), Map.of()))) {
            Api api = after.anonymous().as(token);
            assertThat(writers.written())
                    .isNotEmpty()
                    .allSatisfy((id, known) -> assertThat(
                                    Writers.complaint(id, known, api.get("/admin/v1/idps/templates/" + id)))
                            .isEmpty());
        }
        assertThat(RunningServer.refusal(new Settings(data, List.of("--store", "sqlite"), Map.of())))
                .contains("the data was moved to postgres://");
    }

    private void move(RunningServer before, String database, Writers writers) throws InterruptedException {
        List<Thread> threads = writers.start(before, WRITERS);
        awaitAcknowledgements(writers, ENOUGH);

        try (OtherCommand brokenOff = move(database)) {
            brokenOff.awaitLine("Stop the server");
        }
        try (OtherCommand move = move(database)) {
            move.awaitLine("Stop the server");
            awaitAcknowledgements(writers, writers.acknowledgements() + ENOUGH);
            before.kill();
            for (Thread thread : threads) {
                thread.join();
            }
            Finished moved = move.finished();
            assertThat(moved.exitCode()).as(moved.output()).isZero();
            assertThat(moved.output())
                    .contains("ok      history", "Moved to postgres://")
                    .doesNotContain("Brought over 0 ");
        }
    }

    private static void awaitAcknowledgements(Writers writers, int enough) {
        Await.until(
                "acknowledged writes",
                PATIENCE,
                () -> writers.acknowledgements() >= enough
                        || !writers.refusals().isEmpty());
    }
}
