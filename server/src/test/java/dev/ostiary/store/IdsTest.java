package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Concurrently;
import dev.ostiary.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Ids ids = new Ids(clock);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-01-01T00:00:00Z",
                "2026-03-01T10:00:00Z",
                "2030-01-01T00:00:00Z",
                "2060-01-01T00:00:00Z",
                "2089-12-31T00:00:00Z"
            })
    void anIdIsEighteenDigits(String now) {
        Ids then = new Ids(() -> Instant.parse(now));

        assertThat(Stream.generate(then::next).limit(100)).allMatch(id -> id.matches("[1-9][0-9]{17}"));
    }

    @Test
    void idsGrowEvenWhenTheClockStandsStill() {
        List<String> made = Stream.generate(ids::next).limit(20_000).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void idsGrowWithTheClock() {
        String earlier = ids.next();
        clock.advance(Duration.ofMillis(1));

        assertThat(ids.next()).isGreaterThan(earlier);
    }

    @Test
    void idsGrowEvenWhenTheClockGoesBack() {
        String earlier = ids.next();
        clock.advance(Duration.ofHours(-1));

        assertThat(ids.next()).isGreaterThan(earlier);
    }

    @Test
    void idsAreUniqueAcrossThreads() throws Exception {
        List<List<String>> made = Concurrently.all(IntStream.range(0, 16)
                .mapToObj(i -> (Callable<List<String>>)
                        () -> Stream.generate(ids::next).limit(1000).toList())
                .toList());

        Set<String> different = new HashSet<>();
        made.forEach(different::addAll);
        assertThat(different).hasSize(16_000);
    }
}
