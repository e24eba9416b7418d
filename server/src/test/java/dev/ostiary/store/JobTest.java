package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Concurrently;
import dev.ostiary.MovableClock;
import dev.ostiary.TestPostgres;
import dev.ostiary.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Of several servers one does a job, each time it is due. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
class JobTest {
    private static final int SERVERS = 3;
    private static final Job JOB = new Job("sweep", Duration.ofMinutes(1));

    private final MovableClock clock = new MovableClock(TestStore.START);

    @Test
    void ofServersThatTakeItOnAtOnceOneGetsItEachTimeItIsDue() throws Exception {
        TestPostgres.Database database = TestPostgres.database();
        List<Store> stores = IntStream.range(0, SERVERS)
                .mapToObj(i -> database.open(1, clock))
                .toList();
        try {
            assertThat(taken(stores)).isEqualTo(1);
            assertThat(taken(stores)).isZero();
            clock.advance(JOB.every());
            assertThat(taken(stores)).isEqualTo(1);
        } finally {
            stores.forEach(Store::close);
        }
    }

    @Test
    void aClockThatWasWrongHoldsNothingUp() {
        Store store = TestPostgres.database().open(1, clock);
        try (store) {
            clock.advance(Duration.ofDays(365));
            assertThat(JOB.take(store)).isTrue();
            clock.advance(Duration.ofDays(-365));
            assertThat(JOB.take(store)).isTrue();
            assertThat(JOB.take(store)).isFalse();
        }
    }

    private static long taken(List<Store> stores) throws Exception {
        return Concurrently.all(stores.stream()
                        .map(store -> (Callable<Boolean>) () -> JOB.take(store))
                        .toList())
                .stream()
                .filter(taken -> taken)
                .count();
    }
}
