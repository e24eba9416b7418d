package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginTest {

    private static final String ORIGIN = "http://app.example.com";
    private final Api api = new RecordingApi().api();

    private Response preflight(String method, String headers) {
        return api.handle(Requests.of(
                "OPTIONS",
                "/admin/v1/idps/generic_oidc",
                new byte[0],
                Map.of(
                        "Origin", ORIGIN,
                        "Access-Control-Request-Method", method,
                        "Access-Control-Request-Headers", headers)));
    }

    @Test
    void aPreflightIsAnsweredWithWhatWasAsked() {
        Response answer = preflight("POST", "authorization,content-type,x-grpc-web,x-zitadel-orgid");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(Requests.header(answer, "Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(Requests.header(answer, "Access-Control-Allow-Credentials")).contains("true");
        assertThat(Requests.header(answer, "Access-Control-Allow-Methods")).contains("POST");
        assertThat(Requests.header(answer, "Access-Control-Allow-Headers"))
                .contains("authorization,content-type,x-grpc-web,x-zitadel-orgid");
        assertThat(Requests.header(answer, "X-Robots-Tag")).contains("none");
    }

    @ParameterizedTest
    @CsvSource({"POST, x-other", "TRACE, authorization", "POST, 'authorization,,x-other'"})
    void whatIsNotAllowedGetsNoAllowance(String method, String headers) {
        Response answer = preflight(method, headers);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(Requests.header(answer, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void anAnswerMayBeReadByThePage() {
        Map<String, String> headers = Map.of("Origin", ORIGIN);
        Response answer = api.handle(Requests.of("POST", "/admin/v1/idps/generic_oidc", new byte[0], headers));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(Requests.header(answer, "Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(Requests.header(answer, "Access-Control-Expose-Headers"))
                .contains("Location, Content-Length, Grpc-Status, Grpc-Message, Grpc-Status-Details-Bin");
    }
}
