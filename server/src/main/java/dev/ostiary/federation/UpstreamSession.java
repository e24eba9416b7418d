package dev.ostiary.federation;

import dev.ostiary.federation.saml.NameId;
import org.jspecify.annotations.Nullable;

/**
 * The session that a person has at a provider, as far as it must be known to end it.
 *
 * @param issuer who vouched for the person
 * @param subject the person there: {@code sub} of the ID token, or the name in the SAML assertion
 * @param sid of the session there: {@code sid} of the ID token (OpenID Connect Back-Channel Logout 1.0 section 2.1), or the assertion's
 *     {@code SessionIndex}; empty when the provider says none
 * @param name as a SAML provider gave it; null for an OpenID Provider
 */
public record UpstreamSession(
        String issuer, String subject, String sid, @Nullable NameId name) {

    /** Says who vouched and nothing about the person. */
    @Override
    public String toString() {
        return "UpstreamSession[" + issuer + "]";
    }
}
