package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Load;
import dev.ostiary.acceptance.harness.PostgresServer;
import dev.ostiary.acceptance.harness.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The database dies and comes back, or the network to it stalls, while two servers are under load. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DatabaseTest {
    private static final int WRITERS = 3;
    private static final int TIMES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void theDatabaseIsKilledAndComesBack() {
        try (PostgresServer postgres = PostgresServer.create();
                Cluster cluster = Cluster.start(2, folder, postgres.createDatabase("ostiary"));
                Load load = Load.on(cluster.apis(), WRITERS)) {
            for (int time = 1; time <= TIMES; time++) {
                int before = load.errors();
                postgres.kill();
                Await.until("errors", PATIENCE, () -> load.errors() > before + 10);
                assertThat(cluster.servers())
                        .allSatisfy(server -> assertThat(
                                        server.anonymous().get("/debug/ready").status())
                                .isEqualTo(503));
                postgres.start();
                Duration good = load.untilAllAreGood();
                System.out.println(
                        "PostgreSQL killed: good again %d ms after it was back; %s".formatted(good.toMillis(), load));
            }
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }

    @Test
    void theNetworkToTheDatabaseStallsAndBreaks() {
        try (PostgresServer postgres = PostgresServer.create()) {
            postgres.createDatabase("ostiary");
            try (Relay network = Relay.to(postgres.port());
                    Cluster cluster = Cluster.start(2, folder, PostgresServer.address("ostiary", network.port()));
                    Load load = Load.on(cluster.apis(), WRITERS)) {
                network.hold();
                int before = load.errors();
                long start = System.nanoTime();
                Await.until("a server to give up", PATIENCE, () -> load.errors() > before + 10);
                Duration shed = Duration.ofNanos(System.nanoTime() - start);
                network.goOn();
                Duration good = load.untilAllAreGood();
                System.out.println("network stalled: 503 after %d ms, good again %d ms after it was back; %s"
                        .formatted(shed.toMillis(), good.toMillis(), load));
                network.cut();
                Duration connected = load.untilAllAreGood();
                System.out.println("connections cut: good again after %d ms; %s".formatted(connected.toMillis(), load));
                assertThat(load.lost()).isEmpty();
                assertThat(load.wrongAnswers()).isEmpty();
            }
        }
    }
}
