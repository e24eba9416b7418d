package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextRecordsTest {
    private final TestNameServer server;
    private final TextRecords records;

    TextRecordsTest() throws IOException {
        server = new TestNameServer();
        records = new TextRecords(List.of(server.address()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void allTextsOfANameAreFound() throws OutboundFailure {
        server.texts.put("_zitadel-challenge.acme.example", List.of("abc-DEF_123", "something else"));

        assertThat(records.of("_zitadel-challenge.acme.example"))
                .contains("abc-DEF_123")
                .hasSize(2);
    }

    @Test
    void aNameWithoutTextsHasNone() throws OutboundFailure {
        server.texts.put("empty.example", List.of());

        assertThat(records.of("empty.example")).isEmpty();
        assertThat(records.of("nobody.example")).isEmpty();
    }

    @Test
    void whereNoNameServerAnswersThatIsSaid() {
        server.close();

        OutboundFailure failure = catchThrowableOfType(OutboundFailure.class, () -> records.of("acme.example"));

        assertThat(failure.reason()).isIn(Reason.TIMEOUT, Reason.UNKNOWN_HOST);
        assertThat(failure).hasMessageContaining("acme.example");
    }
}
