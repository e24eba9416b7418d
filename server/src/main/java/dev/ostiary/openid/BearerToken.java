package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Request;
import java.util.Optional;

/** Reads the access token of a request (RFC 6750 section 2): from the Authorization header or, posted, from the form. */
final class BearerToken {
    private BearerToken() {}

    /** @throws OAuthProblem when there is none, or it comes twice */
    static String of(Request request) {
        Optional<String> header = request.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip())
                .filter(token -> !token.isEmpty());
        Optional<String> form =
                request.method().equals("POST") ? request.form().first("access_token") : Optional.empty();
        if (header.isPresent() && form.isPresent()) {
            throw OAuthProblem.invalidRequest("the access token may be sent only once");
        }
        return header.or(() -> form).orElseThrow(BearerToken::missing);
    }

    static OAuthProblem invalid() {
        return OAuthProblem.unauthorized(
                new ErrorObject("access_denied"), "access token invalid", "Bearer error=\"invalid_token\"");
    }

    private static OAuthProblem missing() {
        return OAuthProblem.unauthorized(OAuth2Error.INVALID_REQUEST, "access token missing", "Bearer");
    }
}
