package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusyTest {
    private static Response refused(Map<String, String> headers) {
        return new Busy()
                .handle(new Request(
                        "POST", "/any", "", "localhost", "127.0.0.1", headers::get, InputStream.nullInputStream()));
    }

    @Test
    void aJsonCallGetsTheContractsError() {
        Response answer = refused(Map.of("Content-Type", "application/json"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).contains(new Header("Retry-After", "1"));
        assertThat(Requests.text(answer)).startsWith("{\"code\":14,\"message\":\"the server is busy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc", "application/grpc+proto", "application/grpc-web+proto"})
    void aGrpcCallGetsUnavailable(String type) {
        Response answer = refused(Map.of("Content-Type", type));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).contains(new Header("Content-Type", type), new Header("grpc-status", "14"));
    }

    @Test
    void aBrowserGetsASentence() {
        Response answer = refused(Map.of("Accept", "text/html,*/*"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).contains(new Header("Retry-After", "1"));
        assertThat(Requests.text(answer)).isEqualTo("The server is busy. Please try again in a moment.\n");
    }
}
