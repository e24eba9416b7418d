package dev.ostiary.openid;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Lets scripts of any origin use an endpoint (Fetch standard, "CORS protocol").
 *
 * <p>Safe because these endpoints decide by tokens and client credentials in the request, never by cookies.
 */
final class Cors {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> HEADERS =
            Set.of("origin", "accept", "accept-language", "authorization", "content-type", "dpop", "x-requested-with");

    private Cors() {}

    static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("Origin").isPresent()
                && request.header("Access-Control-Request-Method").isPresent();
    }

    /** Answers a preflight; without any permission when it asks for a method or header that is not on the list. */
    static Response preflight(Request request) {
        String method = request.header("Access-Control-Request-Method").orElse("");
        String headers = request.header("Access-Control-Request-Headers").orElse("");
        Response answer = Response.of(204).with("Vary", "Origin");
        if (!METHODS.contains(method) || !allowed(headers)) {
            return answer;
        }
        Response permitted = permit(request, answer).with("Access-Control-Allow-Methods", method);
        return headers.isBlank() ? permitted : permitted.with("Access-Control-Allow-Headers", headers);
    }

    /** Adds what lets the script that sent the request read the answer. */
    static Response expose(Request request, Response answer) {
        Response varying = answer.with("Vary", "Origin");
        return request.header("Origin").isEmpty()
                ? varying
                : permit(request, varying).with("Access-Control-Expose-Headers", "Location, Content-Length");
    }

    private static Response permit(Request request, Response answer) {
        return answer.with(
                        "Access-Control-Allow-Origin", request.header("Origin").orElse(""))
                .with("Access-Control-Allow-Credentials", "true");
    }

    private static boolean allowed(String headers) {
        return Arrays.stream(headers.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .allMatch(name -> name.isEmpty() || HEADERS.contains(name));
    }
}
