package dev.ostiary.http;

import dev.ostiary.http.Response.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin requests (Fetch Standard, section "HTTP CORS protocol"): any origin may call, with credentials, since a token
 * decides what it gets.
 *
 * @param requestHeaders what a page may send, lower case
 * @param exposed what a page may read of an answer, as one header value
 */
public record Cors(Set<String> requestHeaders, String exposed) {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Header VARY = new Header("Vary", "Origin");
    private static final Header CREDENTIALS = new Header("Access-Control-Allow-Credentials", "true");

    /**
     * Answers a preflight request, and nothing else: 204 with the allowances, or without any when the page asks for a method or
     * a header that is not allowed.
     */
    public Optional<Response> preflight(Request request) {
        String method = request.header("Access-Control-Request-Method").orElse("");
        if (!request.method().equals("OPTIONS") || method.isEmpty()) {
            return Optional.empty();
        }
        String headers = request.header("Access-Control-Request-Headers").orElse("");
        Response answer =
                Response.of(204).with("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String origin = request.header("Origin").orElse("");
        if (origin.isEmpty() || !METHODS.contains(method) || !allowed(headers)) {
            return Optional.of(answer);
        }
        answer = answer.with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Allow-Credentials", "true")
                .with("Access-Control-Allow-Methods", method)
                .with("Access-Control-Max-Age", "600");
        return Optional.of(headers.isEmpty() ? answer : answer.with("Access-Control-Allow-Headers", headers));
    }

    /** Adds what a page of this origin needs to read the answer. */
    public void allow(@Nullable String origin, List<Header> headers) {
        headers.add(VARY);
        if (origin == null || origin.isEmpty()) {
            return;
        }
        headers.add(new Header("Access-Control-Allow-Origin", origin));
        headers.add(CREDENTIALS);
        headers.add(new Header("Access-Control-Expose-Headers", exposed));
    }

    private boolean allowed(String headers) {
        if (headers.isEmpty()) {
            return true;
        }
        for (String header : headers.split(",", -1)) {
            if (!requestHeaders.contains(header.strip().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }
}
