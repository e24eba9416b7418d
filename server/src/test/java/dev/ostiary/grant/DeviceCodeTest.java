package dev.ostiary.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.grant.DeviceCode.Poll;
import dev.ostiary.grant.DeviceCode.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceCodeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "WAITING, 60, 5, PENDING",
        "WAITING, 60, 4, PENDING",
        "WAITING, 60, 3, SLOW_DOWN",
        "WAITING, 60, 0, SLOW_DOWN",
        "WAITING, 0, 60, EXPIRED",
        "WAITING, -1, 60, EXPIRED",
        "ALLOWED, 60, 0, ALLOWED",
        "ALLOWED, 0, 60, EXPIRED",
        "DENIED, 60, 0, DENIED",
        "DENIED, 0, 60, EXPIRED"
    })
    void aDeviceLearnsWhatWasDecided(State state, int left, int sinceLastPoll, Poll told) {
        DeviceCode device = new DeviceCode(
                "1",
                new DeviceRequest("2", List.of(), List.of(), "", ""),
                state,
                "",
                Duration.ofSeconds(5),
                NOW.minusSeconds(sinceLastPoll),
                NOW.plusSeconds(left),
                null);

        assertThat(device.poll(NOW)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "BCDF-GHJK, BCDFGHJK",
        "bcdfghjk, BCDFGHJK",
        "' bcdf ghjk ', BCDFGHJK",
        "b.c.d.f.g.h.j.k, BCDFGHJK",
        "AEIOU, ''",
        "BCDFGHJKLMNP, BCDFGHJKL",
        "'', ''"
    })
    void caseAndMarksOfAnEnteredCodeDoNotMatter(String entered, String normalized) {
        assertThat(UserCodes.normalized(entered)).isEqualTo(normalized);
    }

    @Test
    void codesForPeopleHaveEightConsonants() {
        List<String> codes =
                IntStream.range(0, 500).mapToObj(i -> UserCodes.next()).toList();

        assertThat(codes).allMatch(code -> code.matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}"));
        assertThat(codes).doesNotHaveDuplicates();
    }
}
