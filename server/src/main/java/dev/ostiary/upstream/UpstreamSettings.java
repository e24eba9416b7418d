package dev.ostiary.upstream;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an administrator says about how this server speaks to a provider.
 *
 * @param statics parameters of each authorization request; an empty value leaves one out that would be sent otherwise
 * @param forwarded names of parameters that are taken over from the application's request
 * @param authentication how this server authenticates at the provider
 * @param signing what assertions are signed with; counts for {@link Authentication#PRIVATE_KEY_JWT}
 * @param audience whom assertions are for
 * @param pushing when authorization requests are pushed (RFC 9126)
 * @param decryption which key ID tokens may be encrypted for
 * @param encryptedOnly ID tokens that are not encrypted are refused
 */
public record UpstreamSettings(
        SortedMap<String, String> statics,
        List<String> forwarded,
        Authentication authentication,
        Signing signing,
        Audience audience,
        Pushing pushing,
        Decryption decryption,
        boolean encryptedOnly) {

    /** What counts where nobody said anything. */
    public static final UpstreamSettings NONE = new UpstreamSettings(
            Collections.emptySortedMap(),
            List.of(),
            Authentication.ANNOUNCED,
            Signing.ES256,
            Audience.ISSUER,
            Pushing.WHEN_REQUIRED,
            Decryption.NONE,
            false);

    /** How this server authenticates (OpenID Connect Core 1.0 section 9). */
    public enum Authentication {
        /** With the secret, as the provider's metadata says it. */
        ANNOUNCED,
        SECRET_BASIC,
        SECRET_POST,
        /** With an assertion under the secret, HS256. */
        SECRET_JWT,
        /** With an assertion under a key of this server's own. */
        PRIVATE_KEY_JWT
    }

    /** JWS algorithms (RFC 7518 section 3.1). */
    public enum Signing {
        ES256,
        RS256,
        PS256
    }

    /** Whom an assertion is for (RFC 7523 section 3). */
    public enum Audience {
        /** The issuer, or the token endpoint where no issuer is known. */
        ISSUER,
        TOKEN_ENDPOINT
    }

    /** When authorization requests are pushed. */
    public enum Pushing {
        /** The provider's metadata demands it. */
        WHEN_REQUIRED,
        /** The provider's metadata names an endpoint. */
        WHEN_OFFERED,
        ALWAYS
    }

    /** JWE key management (RFC 7518 section 4.1). */
    public enum Decryption {
        NONE,
        RSA_OAEP_256,
        ECDH_ES
    }

    public UpstreamSettings {
        statics = Collections.unmodifiableSortedMap(new TreeMap<>(statics));
        forwarded = List.copyOf(forwarded);
    }
}
