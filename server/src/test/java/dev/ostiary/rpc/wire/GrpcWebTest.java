package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcWebTest {

    private static final AddGenericOIDCProviderRequest GOOD = AddGenericOIDCProviderRequest.newBuilder()
            .setName("n")
            .setIssuer("i")
            .setClientId("c")
            .setClientSecret("s")
            .build();

    private static final byte[] OK_TRAILERS =
            "\u0080\0\0\0\u0010grpc-status: 0\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final Api api = new RecordingApi().api();

    private Response send(String method, String contentType, byte[] body, String token) {
        return api.handle(Requests.of(
                "POST", "/" + method, body, Map.of("Content-Type", contentType, "Authorization", "Bearer " + token)));
    }

    private static byte[] answerFrame() {
        return Frames.write(
                AddGenericOIDCProviderResponse.newBuilder().setId("42").build());
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/grpc-web", "application/grpc-web+proto", "Application/gRPC-Web+proto; charset=utf-8"
            })
    void theBinaryFormIsAMessageFrameAndATrailerFrame(String contentType) {
        Response answer = send(RecordingApi.ADD, contentType, Frames.write(GOOD), "iamowner");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Requests.header(answer, "Content-Type")).contains(contentType);
        assertThat(answer.body()).isEqualTo(concat(answerFrame(), OK_TRAILERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web-text", "application/grpc-web-text+proto"})
    void theTextFormIsBase64FrameByFrame(String contentType) {
        byte[] body = Base64.getEncoder().encode(Frames.write(GOOD));
        Response answer = send(RecordingApi.ADD, contentType, body, "iamowner");
        assertThat(answer.body())
                .isEqualTo(concat(
                        Base64.getEncoder().encode(answerFrame()),
                        Base64.getEncoder().encode(OK_TRAILERS)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
    void textInPiecesIsRead(int size) {
        byte[] frame = Frames.write(GOOD);
        StringBuilder pieces = new StringBuilder();
        for (int i = 0; i < frame.length; i += size) {
            byte[] piece = Arrays.copyOfRange(frame, i, Math.min(i + size, frame.length));
            pieces.append(Base64.getEncoder().encodeToString(piece));
        }
        byte[] body = pieces.toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(text(send(RecordingApi.ADD, "application/grpc-web-text", body, "iamowner")))
                .contains(new String(Base64.getEncoder().encode(OK_TRAILERS), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "====", "A", "AAAA=", "*", "AAAA AAAA", "=AAA"})
    void brokenTextIsRefused(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        Response answer = send(RecordingApi.ADD, "application/grpc-web-text", bytes, "iamowner");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(Base64.getDecoder().decode(answer.body()), StandardCharsets.ISO_8859_1))
                .contains("grpc-status: 13\r\n");
    }

    @Test
    void aRefusalIsATrailerFrame() {
        assertThat(text(send(
                        RecordingApi.ADD,
                        "application/grpc-web+proto",
                        Frames.write(GOOD.toBuilder().setName("").build()),
                        "iamowner")))
                .isEqualTo(
                        "\u0080\0\0\0\u0083grpc-message: invalid AddGenericOIDCProviderRequest.Name: value length must be"
                                + " between 1 and 200 runes, inclusive\r\ngrpc-status: 3\r\n");
    }

    @Test
    void aRefusalWithAnIdCarriesItsDetail() {
        assertThat(text(send(RecordingApi.ADD, "application/grpc-web+proto", Frames.write(GOOD), "wrong")))
                .endsWith(
                        "grpc-message: Errors.Token.Invalid (AUTH-7fs1e)\r\ngrpc-status: 16\r\ngrpc-status-details-bin: "
                                + "CBASIUVycm9ycy5Ub2tlbi5JbnZhbGlkIChBVVRILTdmczFlKRpQCip0eXBlLmdvb2dsZWFwaXMuY29tL3ppdGFkZWwudjEu"
                                + "RXJyb3JEZXRhaWwSIgoKQVVUSC03ZnMxZRIURXJyb3JzLlRva2VuLkludmFsaWQ\r\n");
    }

    @Test
    void aMethodThatDoesNotExistIsUnimplementedInTheHeaders() {
        Response method =
                send("zitadel.admin.v1.AdminService/Nope", "application/grpc-web+proto", new byte[0], "iamowner");
        assertThat(method.body()).isEmpty();
        assertThat(Requests.header(method, "grpc-status")).contains("12");
        assertThat(Requests.header(method, "grpc-message"))
                .contains("unknown method Nope for service zitadel.admin.v1.AdminService");
        Response service = send("foo.Bar/Baz", "application/grpc-web+proto", new byte[0], "iamowner");
        assertThat(Requests.header(service, "grpc-message")).contains("unknown service foo.Bar");
    }

    private static String text(Response answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }
}
