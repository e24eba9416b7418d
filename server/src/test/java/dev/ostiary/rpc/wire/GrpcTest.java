package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.v1.ErrorDetail;
import dev.ostiary.http.WebServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC over HTTP/2 with prior knowledge, byte by byte. */
class GrpcTest {

    private static final AddGenericOIDCProviderRequest GOOD = AddGenericOIDCProviderRequest.newBuilder()
            .setName("n")
            .setIssuer("i")
            .setClientId("c")
            .setClientSecret("s")
            .build();

    private static WebServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = WebServer.start(new RecordingApi().api(), 0, "127.0.0.1");
        client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
        client.start();
    }

    @AfterAll
    static void stop() throws Exception {
        client.stop();
        server.stop();
    }

    /** What came back: the status stands in the trailers, or in the headers when there are none. */
    private record Answer(int http, HttpFields headers, HttpFields trailers, byte[] body) {
        String status() {
            return field("grpc-status");
        }

        String field(String name) {
            return trailers.contains(name) ? trailers.get(name) : headers.get(name);
        }
    }

    private static Answer send(String method, byte[] body, Map<String, String> more) throws Exception {
        HttpFields.Mutable trailers = HttpFields.build();
        Request request = client.newRequest("http://127.0.0.1:" + server.port() + "/" + method)
                .method("POST")
                .headers(headers -> {
                    headers.put("te", "trailers");
                    headers.put("Authorization", "Bearer iamowner");
                    more.forEach(headers::put);
                })
                .body(new BytesRequestContent(more.getOrDefault("Content-Type", "application/grpc"), body))
                .onResponseSuccess(response ->
                        trailers.add(response.getTrailers() == null ? HttpFields.EMPTY : response.getTrailers()));
        ContentResponse response = request.send();
        return new Answer(response.getStatus(), response.getHeaders(), trailers, response.getContent());
    }

    private static Answer add(byte[] body, Map<String, String> headers) throws Exception {
        return send(RecordingApi.ADD, body, headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc+proto"})
    void aCallIsAnsweredWithAFrameAndTrailers(String contentType) throws Exception {
        Answer answer = add(Frames.write(GOOD), Map.of("Content-Type", contentType));
        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
        assertThat(answer.headers().contains("grpc-status")).isFalse();
        assertThat(answer.headers().get("Content-Type")).isEqualTo(contentType);
        byte[] message = Arrays.copyOfRange(answer.body(), 5, answer.body().length);
        assertThat(AddGenericOIDCProviderResponse.parseFrom(message).getId()).isEqualTo("42");
        assertThat(ByteBuffer.wrap(answer.body(), 1, 4).getInt()).isEqualTo(message.length);
    }

    @Test
    void aRefusalIsOneBlockOfHeadersWithItsDetail() throws Exception {
        Answer answer = add(Frames.write(GOOD.toBuilder().setName("missing").build()), Map.of());
        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().get("grpc-status")).isEqualTo("5");
        assertThat(answer.field("grpc-message"))
                .isEqualTo("Identity Provider Configuration doesn't exist (INST-Dg331)");
        Status status = Status.parseFrom(Base64.getDecoder().decode(answer.field("grpc-status-details-bin")));
        assertThat(status.getDetails(0).unpack(ErrorDetail.class).getId()).isEqualTo("INST-Dg331");
    }

    @Test
    void aMessageIsPercentEncoded() throws Exception {
        Map<String, String> german = Map.of("Accept-Language", "de");
        Answer answer = add(Frames.write(GOOD.toBuilder().setName("missing").build()), german);
        assertThat(answer.field("grpc-message")).contains("Identit%C3%A4tsanbieters");
    }

    @Test
    void aBrokenLimitCarriesNoDetail() throws Exception {
        Answer answer = add(Frames.write(GOOD.toBuilder().setName("").build()), Map.of());
        assertThat(answer.status()).isEqualTo("3");
        assertThat(answer.field("grpc-status-details-bin")).isNull();
    }

    @Test
    void aMethodThatDoesNotExistIsUnimplemented() throws Exception {
        assertThat(send("zitadel.admin.v1.AdminService/Nope", Frames.write(GOOD), Map.of())
                        .status())
                .isEqualTo("12");
        assertThat(send("foo.Bar/Baz", new byte[0], Map.of()).status()).isEqualTo("12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00000000",
                "0000000005",
                "000000000501",
                "00ffffffff",
                "007fffffff00",
                "02000000000",
                "0100000000",
                "0000000003ffffff",
                "00000000000000000000",
                "80000000000",
                "000000000300ff80"
            })
    void brokenFramesAreRefusedAtOnce(String hex) throws Exception {
        byte[] body = BufferUtil.toArray(
                ByteBuffer.wrap(java.util.HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0")));
        Answer answer = add(body, Map.of());
        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.status()).isIn("13", "8");
    }

    @Test
    void packedMessagesAreReadUpToTheLimit() throws Exception {
        Map<String, String> gzip = Map.of("grpc-encoding", "gzip");
        assertThat(add(packed(GOOD.toByteArray()), gzip).status()).isEqualTo("0");
        assertThat(add(Frames.write(GOOD), gzip).status()).isEqualTo("0");
        assertThat(add(packed(new byte[50_000_000]), gzip).status()).isEqualTo("8");
        assertThat(add(packed(GOOD.toByteArray()), Map.of()).status()).isEqualTo("13");
        byte[] garbage = packed(GOOD.toByteArray());
        garbage[6] = 0;
        assertThat(add(garbage, gzip).status()).isEqualTo("13");
    }

    @Test
    void anUnknownEncodingIsUnimplementedAndTheKnownOneNamed() throws Exception {
        Answer answer = add(Frames.write(GOOD), Map.of("grpc-encoding", "snappy"));
        assertThat(answer.status()).isEqualTo("12");
        assertThat(answer.headers().get("grpc-accept-encoding")).isEqualTo("gzip");
    }

    @Test
    void aMessageThatIsTooLargeIsRefused() throws Exception {
        Answer answer =
                add(Frames.write(GOOD.toBuilder().setName("x".repeat(4_200_000)).build()), Map.of());
        assertThat(answer.status()).isEqualTo("8");
    }

    @Test
    void theDeadlineInterruptsTheCall() throws Exception {
        Answer answer = add(Frames.write(GOOD.toBuilder().setName("slow").build()), Map.of("grpc-timeout", "50m"));
        assertThat(answer.status()).isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({"1H, 0", "99999999S, 0", "5M, 0", "0n, 4", "S, 3", "123456789S, 3", "5x, 3", "-5S, 3", "1.5S, 3"})
    void theTimeoutIsReadOrRefused(String timeout, String status) throws Exception {
        assertThat(add(Frames.write(GOOD), Map.of("grpc-timeout", timeout)).status())
                .isEqualTo(status);
    }

    private static byte[] packed(byte[] message) throws IOException {
        byte[] gzip = ConnectTest.gzip(message);
        return ByteBuffer.allocate(5 + gzip.length)
                .put((byte) 1)
                .putInt(gzip.length)
                .put(gzip)
                .array();
    }
}
