package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private final Handler door = new ClientAddress(
            request -> Response.of(200, "text/plain", request.remoteAddress()),
            address -> address.getHostAddress().startsWith("10."));

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "192.0.2.1, -, 192.0.2.1",
                "192.0.2.1, '198.51.100.7', 192.0.2.1",
                "10.0.0.1, -, 10.0.0.1",
                "10.0.0.1, '198.51.100.7', 198.51.100.7",
                "10.0.0.1, '1.1.1.1, 198.51.100.7', 198.51.100.7",
                "10.0.0.1, '198.51.100.7,10.0.0.2', 198.51.100.7",
                "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
                "10.0.0.1, '2001:DB8::1', '2001:db8:0:0:0:0:0:1'",
                "10.0.0.1, 'unknown', 10.0.0.1",
                "10.0.0.1, '198.51.100.7, example.com', 10.0.0.1",
                "10.0.0.1, '', 10.0.0.1",
            })
    void theClientIsWhomTheLastTrustedProxyNames(String peer, @Nullable String forwarded, String client) {
        Response answer = door.handle(new Request(
                "GET",
                "/",
                "",
                "id.test",
                peer,
                name -> name.equals("X-Forwarded-For") ? forwarded : null,
                InputStream.nullInputStream()));

        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(client);
    }
}
