package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Load;
import dev.ostiary.acceptance.harness.Patroni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two servers under load follow the primary from one PostgreSQL to the other: when the two change places, and when the primary is lost. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.Patroni#isInstalled",
        disabledReason = "Patroni or etcd is not installed")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class FailoverTest {
    private static final int WRITERS = 3;

    @TempDir
    private Path folder;

    @Test
    void primaryAndStandbyChangePlaces() {
        whileUnderLoad("primary and standby changed places", Patroni::switchOver);
    }

    @Test
    void thePrimaryIsLost() {
        whileUnderLoad("primary lost", Patroni::killPrimary);
    }

    private void whileUnderLoad(String what, Consumer<Patroni> happens) {
        try (Patroni patroni = Patroni.start();
                Cluster cluster = Cluster.start(2, folder, patroni.createDatabase("ostiary"));
                Load load = Load.on(cluster.apis(), WRITERS)) {
            happens.accept(patroni);
            long start = System.nanoTime();
            load.untilAllAreGood();
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("%s: good again after %d ms; %s".formatted(what, time.toMillis(), load));
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }
}
