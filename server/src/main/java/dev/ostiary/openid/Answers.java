package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Response;
import dev.ostiary.http.TooManyRequests;
import dev.ostiary.store.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The forms that answers of the provider have. */
final class Answers {
    private Answers() {}

    /** JSON that nobody may keep (RFC 6749 section 5.1). */
    static Response json(int status, Map<String, ?> body) {
        return notStored(Response.of(status, "application/json", Json.write(body)));
    }

    static Response notStored(Response response) {
        return response.with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }

    /** The error of RFC 6749 section 4.1.2.1 for a server that can't answer just now. */
    static Response busy() {
        return json(503, Map.of("error", "temporarily_unavailable", "error_description", "try again in a moment"))
                .with("Retry-After", Overloaded.RETRY_AFTER);
    }

    /** The same for a client that asks too often; the status says so (RFC 6585 section 4). */
    static Response tooMany(TooManyRequests tooMany) {
        return json(429, Map.of("error", "temporarily_unavailable", "error_description", tooMany.getMessage()))
                .with("Retry-After", tooMany.retryAfter());
    }

    static Response error(OAuthProblem problem) {
        ErrorObject error = problem.error();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error.getCode());
        body.put("error_description", Objects.requireNonNullElse(error.getDescription(), error.getCode()));
        Response answer = json(error.getHTTPStatusCode(), body);
        return problem.challenge()
                .map(challenge -> answer.with("WWW-Authenticate", challenge))
                .orElse(answer);
    }
}
