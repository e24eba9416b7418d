package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamlMetadataFetchTest {
    private final TestServer server = new TestServer();
    private final OutboundClient client = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final SamlMetadataFetch fetch = new SamlMetadataFetch(client, false);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Reason failure(SamlMetadataFetch fetch, String url) {
        return catchThrowableOfType(OutboundFailure.class, () -> fetch.fetch(url))
                .reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/samlmetadata+xml", "text/xml; charset=utf-8", "application/octet-stream"})
    void theDocumentIsReturnedWhateverItsMediaType(String type) throws Exception {
        server.on("/metadata", 200, type, "<x/>");

        assertThat(fetch.fetch(server.uri("/metadata?appid=1").toString()))
                .asString()
                .isEqualTo("<x/>");
        assertThat(server.asked).containsExactly("GET /metadata?appid=1");
    }

    @Test
    void metadataIsAskedFor() throws Exception {
        server.on(
                "/metadata",
                exchange -> TestServer.send(
                        exchange,
                        200,
                        "text/plain",
                        exchange.getRequestHeaders().getFirst("Accept")));

        assertThat(fetch.fetch(server.uri("/metadata").toString()))
                .asString()
                .startsWith("application/samlmetadata+xml");
    }

    @Test
    void aDocumentOfTheGreatestSizeIsReturnedAndALargerOneIsRefused() throws Exception {
        server.on("/most", 200, "text/xml", "x".repeat(500_000));
        server.on("/more", 200, "text/xml", "x".repeat(500_001));

        assertThat(fetch.fetch(server.uri("/most").toString())).hasSize(500_000);
        assertThat(failure(fetch, server.uri("/more").toString())).isEqualTo(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 401, 404, 500})
    void anotherStatusIsRefusedAndNamed(int status) {
        server.on("/metadata", status, "text/xml", "");
        OutboundFailure failure = catchThrowableOfType(
                OutboundFailure.class, () -> fetch.fetch(server.uri("/metadata").toString()));

        assertThat(failure.reason()).isEqualTo(Reason.STATUS);
        assertThat(failure).hasMessageContaining(String.valueOf(status));
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        server.redirect("/old", 302, "/metadata").on("/metadata", 200, "text/xml", "<x/>");

        assertThat(fetch.fetch(server.uri("/old").toString())).asString().isEqualTo("<x/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "idp.example.com/metadata",
                "/metadata",
                "file:///etc/passwd",
                "ftp://idp.example.com/metadata",
                "https://user:secret@idp.example.com/metadata",
                "https://idp example.com",
                "http://idp.example.com/metadata",
                "http://localhost.example.com/metadata"
            })
    void whatIsNotHttpsIsNotCalled(String url) {
        assertThat(failure(fetch, url)).isEqualTo(Reason.INVALID_URL);
    }

    @Test
    void anAddressInsideIsNotCalledEvenWhereHttpIsAllowed() {
        try (OutboundClient guarded = new OutboundClient(List.of(), OutboundLimits.DEFAULT)) {
            SamlMetadataFetch anywhere = new SamlMetadataFetch(guarded, true);

            assertThat(failure(anywhere, server.uri("/metadata").toString())).isEqualTo(Reason.REFUSED_ADDRESS);
            assertThat(failure(anywhere, "http://169.254.169.254/latest")).isEqualTo(Reason.REFUSED_ADDRESS);
            assertThat(server.asked).isEmpty();
        }
    }

    @Test
    void aServerThatIsDownIsAPlainFailure() {
        String url = server.uri("/metadata").toString();
        server.close();

        assertThat(failure(fetch, url)).isEqualTo(Reason.CONNECTION);
    }
}
