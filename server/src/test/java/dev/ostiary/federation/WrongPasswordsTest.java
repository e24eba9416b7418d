package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WrongPasswordsTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final WrongPasswords wrong = new WrongPasswords(clock);

    @Test
    void someWrongOnesAreAllowedAndThenOneNowAndThen() {
        int tried = tryUntilStopped();
        clock.advance(Duration.ofMinutes(WrongPasswords.MINUTES));

        assertThat(tried).isEqualTo(WrongPasswords.MOST);
        assertThat(tryUntilStopped()).isEqualTo(1);
        clock.advance(Duration.ofDays(1));
        assertThat(tryUntilStopped()).isEqualTo(WrongPasswords.MOST);
    }

    @Test
    void oneAccountDoesNotStandInForAnother() {
        tryUntilStopped();

        assertThat(wrong.mayTry("1/idp", "uid=ada")).isFalse();
        assertThat(wrong.mayTry("1/idp", "uid=bob")).isTrue();
        assertThat(wrong.mayTry("2/idp", "uid=ada")).isTrue();
    }

    private int tryUntilStopped() {
        int tried = 0;
        while (wrong.mayTry("1/idp", "uid=ada")) {
            wrong.wrong("1/idp", "uid=ada");
            tried++;
        }
        return tried;
    }
}
