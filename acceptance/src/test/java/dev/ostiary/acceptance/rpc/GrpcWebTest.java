package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded facts of gRPC-Web that are not the outcome of a call: headers, frames, and what is no call at all. */
@ExtendWith(World.Shared.class)
class GrpcWebTest {
    private static final String ADD = "zitadel.admin.v1.AdminService/AddGenericOIDCProvider";
    private static final String HEALTHZ = "zitadel.admin.v1.AdminService/Healthz";
    private static final byte[] EMPTY_MESSAGE = {0, 0, 0, 0, 0};

    private final RunningServer server;
    private final Api api;
    private final GrpcWeb binary = new GrpcWeb("application/grpc-web+proto", true);

    GrpcWebTest(World world) {
        this.server = world.server();
        this.api = server.api();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/grpc-web",
                "application/grpc-web+proto",
                "application/grpc-web-text",
                "application/grpc-web-text+proto"
            })
    void theAnswerHasTheContentTypeOfTheQuestionAndEndsWithTrailers(String contentType) {
        GrpcWeb encoding = new GrpcWeb(contentType, true);
        HttpResponse<byte[]> response = encoding.post(api, HEALTHZ, EMPTY_MESSAGE);
        assertThat(response.headers().firstValue("content-type")).contains(contentType);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        assertThat(response.headers().firstValue("x-robots-tag")).contains("none");
        assertThat(encoding.frames(response)).extracting(Frame::flag).containsExactly(0, 0x80);
        assertThat(encoding.frames(response).getLast().trailers()).containsEntry("grpc-status", "0");
    }

    @Test
    void anotherOriginMayReadStatusAndMessage() {
        HttpResponse<byte[]> response =
                binary.post(api.with("Origin", "http://app.example.com"), HEALTHZ, EMPTY_MESSAGE);
        assertThat(response.headers().firstValue("access-control-allow-origin")).contains("http://app.example.com");
        assertThat(response.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(String.join(",", response.headers().allValues("access-control-expose-headers"))
                        .toLowerCase(java.util.Locale.ROOT))
                .contains("grpc-status", "grpc-message");
    }

    @Test
    void aPreflightAllowsTheHeadersOfGrpcWeb() {
        Answer answer = server.anonymous()
                .with("Origin", "http://app.example.com")
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type,x-grpc-web,x-user-agent")
                .send("OPTIONS", "/" + ADD, null);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-headers"))
                .isEqualTo("authorization,content-type,x-grpc-web,x-user-agent");
        assertThat(answer.header("access-control-allow-methods")).isEqualTo("POST");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("http://app.example.com");
        assertThat(answer.header("access-control-max-age")).isEqualTo("600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zitadel.admin.v1.AdminService/Nope", "foo.Bar/Baz"})
    void anUnknownMethodIsUnimplementedInTheHeaders(String method) {
        HttpResponse<byte[]> response = binary.post(api, method, EMPTY_MESSAGE);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("grpc-status")).contains("12");
        assertThat(response.headers().firstValue("grpc-message").orElseThrow()).startsWith("unknown ");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0000\u0000\u0000\u0003\u007f\u007f\u007f",
                "",
                "\u0000\u0000\u0000\u0000\u0009abc",
                "garbage"
            })
    void whatIsNoMessageIsRefusedWithAStatusAndNeverA500(String body) {
        HttpResponse<byte[]> response = binary.post(api, ADD, body.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(status(response)).isNotEqualTo("0").matches("\\d+");
    }

    private String status(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("grpc-status")
                .orElseGet(() -> binary.frames(response).getLast().trailers().get("grpc-status"));
    }

    @Test
    void aCallIsAPost() {
        assertNotFound(api.with("Content-Type", "application/grpc-web+proto").bytes("GET", "/" + ADD, new byte[0]));
    }

    private static void assertNotFound(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":5,\"message\":\"Not Found\"}");
    }
}
