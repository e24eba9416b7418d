package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Load;
import dev.ostiary.acceptance.harness.Patroni;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two servers under load, on two PostgreSQL servers of which one is the other's standby. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.Patroni#isInstalled",
        disabledReason = "Patroni or etcd is not installed")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class FailoverTest {
    private static final int WRITERS = 3;

    @TempDir
    private Path folder;

    @Test
    void primaryAndStandbyChangePlaces() {
        underLoad("primary and standby changed places", Patroni::switchOver);
    }

    @Test
    void thePrimaryIsLost() {
        underLoad("primary lost", Patroni::killPrimary);
    }

    private void underLoad(String what, Consumer<Patroni> happens) {
        try (Patroni patroni = Patroni.start();
                Cluster cluster = Cluster.start(2, folder, patroni.createDatabase("ostiary"));
                Load load = Load.on(cluster.apis(), WRITERS)) {
            happens.accept(patroni);
            long good = load.untilAllAreGood().toMillis();
            System.out.println("%s: good again after %d ms; %s".formatted(what, good, load));
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }
}
