package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleHeapTest {
    private static final Duration WORK = IdleHeap.NOTHING.multipliedBy(3);
    private static final Duration COLLECTING = IdleHeap.NOTHING.multipliedBy(2);

    private Duration used = Duration.ofSeconds(3);
    private int collected;
    private final IdleHeap heap = new IdleHeap(() -> used, this::collect);

    private void collect() {
        collected++;
        used = used.plus(COLLECTING);
    }

    private void work(Duration time) {
        used = used.plus(time);
        heap.look();
    }

    @Test
    void theHeapIsLeftAloneWhileThereIsWork() {
        for (int i = 0; i < 5; i++) {
            work(WORK);
        }

        assertThat(collected).isZero();
    }

    @Test
    void theHeapIsCleanedUpOnceAfterEachTimeOfWork() {
        work(WORK);
        for (int i = 0; i < 5; i++) {
            work(Duration.ofMillis(1));
        }
        assertThat(collected).isOne();

        work(WORK);
        work(Duration.ZERO);
        work(Duration.ZERO);
        assertThat(collected).isEqualTo(2);
    }

    @Test
    void whatTheStartLeavesIsCleanedUpToo() {
        heap.look();
        work(Duration.ZERO);

        assertThat(collected).isOne();
    }

    @Test
    void theCollectorsOwnWorkDoesNotCount() {
        work(WORK);
        work(Duration.ZERO);
        work(Duration.ZERO);

        assertThat(collected).isOne();
    }
}
