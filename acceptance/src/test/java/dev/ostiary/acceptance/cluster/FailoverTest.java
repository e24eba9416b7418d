package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Load;
import dev.ostiary.acceptance.harness.Patroni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two servers under load follow the primary from one PostgreSQL to the other: when the two change places, and when the primary is lost. */
class FailoverTest {
    private static final int WRITERS = 3;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    @EnabledIf(
            value = "dev.ostiary.acceptance.harness.Patroni#isInstalled",
            disabledReason = "Patroni or etcd is not installed")
    void theStandbyBecomesThePrimary() {
        try (Patroni patroni = Patroni.start();
                Cluster cluster = Cluster.start(2, folder, patroni.createDatabase("ostiary"));
                Load load = Load.on(cluster.apis(), WRITERS)) {
            long start = System.nanoTime();
            patroni.switchOver();
            load.untilAllAreGood();
            report("primary and standby changed places", start, load);

            patroni.awaitStandby();
            start = System.nanoTime();
            patroni.killPrimary();
            load.untilAllAreGood();
            report("primary lost", start, load);

            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }

    private static void report(String what, long start, Load load) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("%s: good again after %d ms; %s".formatted(what, time.toMillis(), load));
    }
}
