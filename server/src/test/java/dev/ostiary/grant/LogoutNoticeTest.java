package dev.ostiary.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogoutNoticeTest {
    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "9, 2560", "10, 3600", "1000, 3600"})
    void pausesBecomeLonger(int attempts, int seconds) {
        LogoutNotice notice = new LogoutNotice("1", "2", "3", "4", "5", "http://id.example.com", attempts);

        assertThat(notice.pause()).isEqualTo(Duration.ofSeconds(seconds));
    }
}
