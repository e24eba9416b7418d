package dev.ostiary.federation.saml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider says of a person; everything in it has been verified (saml-core-2.0-os section 2).
 *
 * @param issuer the provider's entity id
 * @param attributes the values of each attribute by its name; a blank value counts as none
 * @param authnContext URI of how the person was authenticated; empty when the provider doesn't say
 * @param sessionIndex the session at the provider, empty for none
 * @param sessionEnd until when the provider wants the session here to last at most; null when it doesn't say
 */
public record Assertion(
        String issuer,
        NameId nameId,
        Map<String, List<String>> attributes,
        String authnContext,
        Instant authenticated,
        String sessionIndex,
        @Nullable Instant sessionEnd) {

    /** Says who vouches and nothing about the person. */
    @Override
    public String toString() {
        return "Assertion[" + issuer + "]";
    }
}
