package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectTest {

    private static final String GOOD = "{\"name\":\"n\",\"issuer\":\"i\",\"clientId\":\"c\",\"clientSecret\":\"s\"}";
    private static final String JSON = "application/json";

    private final Api api = new RecordingApi().api();

    private Response send(String contentType, byte[] body, Map<String, String> more) {
        Map<String, String> headers =
                new HashMap<>(Map.of("Content-Type", contentType, "Authorization", "Bearer iamowner"));
        headers.putAll(more);
        return api.handle(Requests.of("POST", "/" + RecordingApi.ADD, body, headers));
    }

    private Response send(String body, Map<String, String> more) {
        return send(JSON, body.getBytes(StandardCharsets.UTF_8), more);
    }

    @Test
    void aJsonCallIsAnsweredInJson() {
        Response answer = send(GOOD, Map.of("Connect-Protocol-Version", "1"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Requests.text(answer)).isEqualTo("{\"id\":\"42\"}");
        assertThat(Requests.header(answer, "Content-Type")).contains(JSON);
    }

    @Test
    void aBinaryCallIsAnsweredInBinary() throws IOException {
        byte[] body = AddGenericOIDCProviderRequest.newBuilder()
                .setName("n")
                .setIssuer("i")
                .setClientId("c")
                .setClientSecret("s")
                .build()
                .toByteArray();
        Response answer = send("application/proto", body, Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(AddGenericOIDCProviderResponse.parseFrom(answer.body()).getId())
                .isEqualTo("42");
        assertThat(Requests.header(answer, "Content-Type")).contains("application/proto");
    }

    @Test
    void anErrorHasConnectsShape() {
        Response answer = send(GOOD.replace("\"n\"", "\"missing\""), Map.of());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(Requests.text(answer))
                .isEqualTo("{\"code\":\"not_found\","
                        + "\"message\":\"Identity Provider Configuration doesn't exist (INST-Dg331)\",\"details\":[{"
                        + "\"type\":\"zitadel.v1.ErrorDetail\","
                        + "\"value\":\"CgpJTlNULURnMzMxEi1JZGVudGl0eSBQcm92aWRlciBDb25maWd1cmF0aW9uIGRvZXNuJ3QgZXhpc3Q\","
                        + "\"debug\":{\"id\":\"INST-Dg331\","
                        + "\"message\":\"Identity Provider Configuration doesn't exist\"}}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization,            Bearer wrong, 401, unauthenticated",
        "Connect-Protocol-Version, 2,            400, invalid_argument",
        "Connect-Timeout-Ms,       soon,         400, invalid_argument",
        "Connect-Timeout-Ms,       12345678901,  400, invalid_argument",
        "Connect-Timeout-Ms,       0,            504, deadline_exceeded",
        "Content-Encoding,         br,           501, unimplemented",
        "Content-Encoding,         gzip,         400, invalid_argument",
        "x-zitadel-orgid,          nope,         403, permission_denied"
    })
    void aRefusalHasItsCodeAndStatus(String header, String value, int status, String code) {
        Response answer = send(GOOD, Map.of(header, value));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(Requests.text(answer)).startsWith("{\"code\":\"" + code + "\"");
    }

    @Test
    void brokenMessagesAreRefused() {
        assertThat(send("{", Map.of()).status()).isEqualTo(400);
        assertThat(send("application/proto", new byte[] {-1, -1, -1}, Map.of()).status())
                .isEqualTo(400);
    }

    @Test
    void packedMessagesAreReadUpToTheLimit() throws IOException {
        Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
        assertThat(send(JSON, gzip(GOOD.getBytes(StandardCharsets.UTF_8)), gzip).status())
                .isEqualTo(200);
        Response bomb = send(JSON, gzip(new byte[50_000_000]), gzip);
        assertThat(bomb.status()).isEqualTo(429);
        assertThat(Requests.text(bomb)).startsWith("{\"code\":\"resource_exhausted\"");
    }

    @Test
    void theDeadlineInterruptsTheCall() {
        Response answer = send(GOOD.replace("\"n\"", "\"slow\""), Map.of("Connect-Timeout-Ms", "50"));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anotherContentTypeIsNotSupported() {
        Response answer = send("text/plain", new byte[0], Map.of());
        assertThat(answer.status()).isEqualTo(415);
        assertThat(Requests.header(answer, "Accept-Post"))
                .hasValueSatisfying(types -> assertThat(types).contains("application/grpc+proto", "application/json"));
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
