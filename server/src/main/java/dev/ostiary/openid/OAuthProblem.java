package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.util.Objects;
import java.util.Optional;

/**
 * An error answer of RFC 6749 section 5.2 and RFC 6750 section 3. What it says is safe for the client.
 *
 * <p>Without a stack trace: it is an answer, not a defect.
 */
final class OAuthProblem extends RuntimeException {
    private final ErrorObject error;
    private final String challenge;

    private OAuthProblem(ErrorObject error, String challenge) {
        super(error.getCode(), null, false, false);
        this.error = error;
        this.challenge = challenge;
    }

    static OAuthProblem of(ErrorObject kind, String description) {
        return new OAuthProblem(
                kind.setHTTPStatusCode(400).setDescription(ErrorObject.removeIllegalChars(description)), "");
    }

    static OAuthProblem of(ErrorObject error) {
        return of(error, Objects.requireNonNullElse(error.getDescription(), error.getCode()));
    }

    static OAuthProblem invalidRequest(String description) {
        return of(OAuth2Error.INVALID_REQUEST, description);
    }

    static OAuthProblem invalidGrant(String description) {
        return of(OAuth2Error.INVALID_GRANT, description);
    }

    /** What is asked for may be had, but not by who asks. */
    static OAuthProblem forbidden(String description) {
        return new OAuthProblem(
                OAuth2Error.INVALID_REQUEST.setHTTPStatusCode(403).setDescription(description), "");
    }

    /** The client did not prove who it is; one that tried with HTTP Basic is asked for that again. */
    static OAuthProblem invalidClient(String description, boolean basic) {
        ErrorObject error = OAuth2Error.INVALID_CLIENT.setDescription(description);
        return basic
                ? new OAuthProblem(error.setHTTPStatusCode(401), "Basic realm=\"ostiary\", charset=\"UTF-8\"")
                : new OAuthProblem(error.setHTTPStatusCode(400), "");
    }

    /** The bearer token is missing or worth nothing. */
    static OAuthProblem unauthorized(ErrorObject kind, String description, String challenge) {
        return new OAuthProblem(kind.setHTTPStatusCode(401).setDescription(description), challenge);
    }

    ErrorObject error() {
        return error;
    }

    /** Value of {@code WWW-Authenticate}, where there is one. */
    Optional<String> challenge() {
        return challenge.isEmpty() ? Optional.empty() : Optional.of(challenge);
    }
}
