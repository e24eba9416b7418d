package dev.ostiary.federation;

import org.jspecify.annotations.Nullable;

/**
 * What a provider handed out along with its word about a person, for a page of somebody else's that asks the provider further. Our own
 * pages have no use for it and keep nothing of it. What a protocol doesn't have is empty.
 *
 * @param accessToken OAuth 2.0 access token
 * @param idToken OpenID Connect ID token, as it came
 * @param assertion SAML assertion, XML
 */
public record Obtained(String accessToken, String idToken, String assertion) {
    static final Obtained NOTHING = new Obtained("", "", "");

    /** @param accessToken null when there was none */
    static Obtained tokens(@Nullable String accessToken, String idToken) {
        return new Obtained(accessToken == null ? "" : accessToken, idToken, "");
    }

    /** Says nothing: these are secrets. */
    @Override
    public String toString() {
        return "Obtained[]";
    }
}
