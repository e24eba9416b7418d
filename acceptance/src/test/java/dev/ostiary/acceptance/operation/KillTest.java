package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.Writers;
import dev.ostiary.acceptance.harness.Writers.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server under load is killed twenty times, at any moment; nothing that it acknowledged is lost, and nothing is half there. */
class KillTest {
    private static final int KILLS = 20;
    private static final int WRITERS = 8;
    /** A kill comes after at least one and at most this many acknowledged writes of its round. */
    private static final int MOST_WRITES = 300;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedIsThereAfterEveryKill() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Writers writers = new Writers();
        RunningServer server = RunningServer.start(Settings.in(data));
        for (int kill = 1; kill <= KILLS; kill++) {
            Map<String, Written> before = Map.copyOf(writers.written());
            int enough = writers.acknowledgements() + 1 + random.nextInt(MOST_WRITES);
            List<Thread> threads = writers.start(server, WRITERS);
            Await.until(
                    "acknowledged writes",
                    PATIENCE,
                    () -> writers.acknowledgements() >= enough
                            || !writers.refusals().isEmpty());
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(writers.refusals()).isEmpty();
            server = server.restart();
            assertThat(complaints(server, changed(before, writers.written())))
                    .as("after kill %s of seed %s", kill, seed)
                    .isEmpty();
        }
        assertThat(complaints(server, writers.written()))
                .as("after all kills of seed %s", seed)
                .isEmpty();
        System.out.println("kills: %s, acknowledged writes: %s, providers: %s, seed: %s"
                .formatted(KILLS, writers.acknowledgements(), writers.written().size(), seed));
        assertThat(server.stop()).isIn(0, 143);
    }

    private static Map<String, Written> changed(Map<String, Written> before, Map<String, Written> after) {
        return after.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> complaints(RunningServer server, Map<String, Written> written) {
        Api api = server.api();
        List<String> complaints = new ArrayList<>();
        written.forEach((id, known) -> {
            String complaint = Writers.complaint(id, known, api.get("/admin/v1/idps/templates/" + id));
            if (!complaint.isEmpty()) {
                complaints.add(complaint);
            }
        });
        return complaints;
    }
}
