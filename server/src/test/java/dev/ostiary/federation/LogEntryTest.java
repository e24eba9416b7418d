package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.LogEntry.Stage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "said so",
                " said so ",
                "said  so",
                "said\nso",
                "said \r\n\t so",
                "said\0so",
                "\u007fsaid so\u001b"
            })
    void whatProvidersWriteIsOneLineOfText(String detail) {
        assertThat(new LogEntry(Instant.EPOCH, Stage.TOKEN, true, detail).detail())
                .isEqualTo("said so");
    }

    @Test
    void otherLettersStay() {
        assertThat(LogEntry.printable("größer → 東京", 200)).isEqualTo("größer → 東京");
    }

    @Test
    void whatIsTooLongIsCut() {
        assertThat(LogEntry.printable("x".repeat(11), 10)).isEqualTo("x".repeat(9) + "…");
        assertThat(LogEntry.printable("x".repeat(10), 10)).isEqualTo("x".repeat(10));
    }
}
