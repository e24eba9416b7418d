package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Request;
import java.util.Optional;

/**
 * The access token of a request (RFC 6750 section 2, RFC 9449 section 7): in the Authorization header or, posted, in the form.
 *
 * @param dpop whether it was presented as one that is bound to a key
 */
record PresentedToken(String token, boolean dpop) {
    private static final String ALGORITHMS = "algs=\"" + String.join(" ", DpopProof.ALGORITHMS) + "\"";

    /** @throws OAuthProblem when there is none, or it comes twice */
    static PresentedToken of(Request request) {
        Optional<PresentedToken> header = request.header("Authorization").flatMap(PresentedToken::of);
        Optional<PresentedToken> form = request.method().equals("POST")
                ? request.form().first("access_token").map(token -> new PresentedToken(token, false))
                : Optional.empty();
        if (header.isPresent() && form.isPresent()) {
            throw OAuthProblem.invalidRequest("the access token may be sent only once");
        }
        return header.or(() -> form).orElseThrow(PresentedToken::missing);
    }

    private static Optional<PresentedToken> of(String header) {
        return after("Bearer ", header)
                .map(token -> new PresentedToken(token, false))
                .or(() -> after("DPoP ", header).map(token -> new PresentedToken(token, true)));
    }

    private static Optional<String> after(String scheme, String header) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(header.substring(scheme.length()).strip()).filter(token -> !token.isEmpty())
                : Optional.empty();
    }

    OAuthProblem invalid() {
        return dpop
                ? OAuthProblem.unauthorized(
                        new ErrorObject("invalid_token"), "access token invalid", challenge("invalid_token"))
                : OAuthProblem.unauthorized(
                        new ErrorObject("access_denied"), "access token invalid", "Bearer error=\"invalid_token\"");
    }

    /** The token is presented as if anybody could bear it, but is bound to a key. */
    static OAuthProblem bound() {
        return OAuthProblem.unauthorized(
                new ErrorObject("invalid_token"), "the access token is bound to a key", challenge("invalid_token"));
    }

    static OAuthProblem unproved(DpopProof.Invalid invalid) {
        return OAuthProblem.unauthorized(
                OAuth2Error.INVALID_DPOP_PROOF,
                "DPoP proof: " + invalid.getMessage(),
                challenge(OAuth2Error.INVALID_DPOP_PROOF.getCode()));
    }

    private static String challenge(String error) {
        return "DPoP error=\"" + error + "\", " + ALGORITHMS;
    }

    private static OAuthProblem missing() {
        return OAuthProblem.unauthorized(
                OAuth2Error.INVALID_REQUEST, "access token missing", "Bearer, DPoP " + ALGORITHMS);
    }

    @Override
    public String toString() {
        return "PresentedToken[]";
    }
}
