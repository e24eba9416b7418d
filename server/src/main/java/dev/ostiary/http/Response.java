package dev.ostiary.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One HTTP answer.
 *
 * @param headers name and value of each header; a name may come more than once
 * @param trailers sent after the body; only gRPC over HTTP/2 has any
 * @param streamed writes the body and says the trailers instead of those above; only streaming calls have it
 */
public record Response(
        int status, List<Header> headers, byte[] body, Map<String, String> trailers, Optional<Streamed> streamed) {

    /** One header field. */
    public record Header(String name, String value) {}

    private static final byte[] EMPTY = {};

    public Response(int status, List<Header> headers, byte[] body, Map<String, String> trailers) {
        this(status, headers, body, trailers, Optional.empty());
    }

    /** Returns an answer whose body comes piece by piece. */
    public static Response streamed(int status, List<Header> headers, Streamed body) {
        return new Response(status, headers, EMPTY, Map.of(), Optional.of(body));
    }

    public static Response of(int status) {
        return new Response(status, List.of(), EMPTY, Map.of());
    }

    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, List.of(new Header("Content-Type", contentType)), body, Map.of());
    }

    public static Response of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a redirect that the browser follows with GET (RFC 9110 section 15.4.4 for 303). */
    public static Response redirect(int status, String location) {
        return of(status).with("Location", location);
    }

    public Response with(String name, String value) {
        return new Response(
                status,
                Stream.concat(headers.stream(), Stream.of(new Header(name, value)))
                        .toList(),
                body,
                trailers,
                streamed);
    }

    public Response withTrailers(Map<String, String> sent) {
        return new Response(status, headers, body, sent, streamed);
    }
}
