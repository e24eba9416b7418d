package dev.ostiary.rpc.wire;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests to an {@link Api} without a socket between. */
final class Requests {
    private Requests() {}

    static Request of(String method, String target, byte[] body, Map<String, String> headers) {
        TreeMap<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        int query = target.indexOf('?');
        return new Request(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                all.getOrDefault("Host", "127.0.0.1:8080"),
                "127.0.0.1",
                all::get,
                new ByteArrayInputStream(body));
    }

    static Request json(String method, String target, String token, String body) {
        Map<String, String> headers =
                token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token, "Content-Type", "text/plain");
        return of(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static String text(Response answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static Optional<String> header(Response answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }
}
