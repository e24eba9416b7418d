package dev.ostiary.federation;

import org.jspecify.annotations.Nullable;

/**
 * What a provider handed out along with its word about a person, for a page of somebody else's that asks the provider further. Our own
 * pages keep of it what ends the person's session at the provider, and nothing else. What a protocol doesn't have is empty.
 *
 * @param accessToken OAuth 2.0 access token
 * @param idToken OpenID Connect ID token, as it came
 * @param assertion SAML assertion, XML
 * @param session the person's at the provider; null where the protocol has none
 */
public record Obtained(
        String accessToken,
        String idToken,
        String assertion,
        @Nullable UpstreamSession session) {
    public static final Obtained NOTHING = new Obtained("", "", "");

    Obtained(String accessToken, String idToken, String assertion) {
        this(accessToken, idToken, assertion, null);
    }

    /** @param accessToken null when there was none */
    public static Obtained tokens(@Nullable String accessToken, String idToken) {
        return new Obtained(accessToken == null ? "" : accessToken, idToken, "");
    }

    public Obtained with(UpstreamSession there) {
        return new Obtained(accessToken, idToken, assertion, there);
    }

    /** What ends the session at the provider. */
    Obtained forLogout() {
        return session == null ? NOTHING : new Obtained("", idToken, "", session);
    }

    /** Says nothing: these are secrets. */
    @Override
    public String toString() {
        return "Obtained[]";
    }
}
