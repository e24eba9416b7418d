package dev.ostiary.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.postgres.Positions.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final Moment FOUND = new Moment(0, 100, 110);
    private static final long LATER = Duration.ofMinutes(1).toNanos();

    private final Positions positions = new Positions(10);

    @Test
    void whatIsPassedOverIsMissingUntilItAppears() {
        positions.add(11, FOUND);
        positions.add(14, FOUND);

        assertThat(positions.last()).isEqualTo(14);
        assertThat(positions.missing()).containsExactly(12L, 13L);

        positions.add(12, FOUND);

        assertThat(positions.last()).isEqualTo(14);
        assertThat(positions.missing()).containsExactly(13L);
    }

    @Test
    void whatIsMissingIsForgottenOnceNoTransactionThatMayHaveItIsRunning() {
        positions.add(12, FOUND);

        positions.forget(new Moment(LATER, 109, 200));
        assertThat(positions.missing()).containsExactly(11L);

        positions.forget(new Moment(1, 110, 200));
        assertThat(positions.missing()).containsExactly(11L);

        positions.forget(new Moment(LATER, 110, 200));
        assertThat(positions.missing()).isEmpty();
    }

    @Test
    void moreThanCanBeRememberedIsSaid() {
        assertThat(positions.add(11 + Positions.MOST_MISSING, FOUND)).isTrue();
        assertThat(positions.missing()).hasSize(Positions.MOST_MISSING);

        assertThat(positions.add(100 + Positions.MOST_MISSING, FOUND)).isFalse();
        assertThat(positions.missing()).isEmpty();
        assertThat(positions.last()).isEqualTo(100 + Positions.MOST_MISSING);
    }
}
