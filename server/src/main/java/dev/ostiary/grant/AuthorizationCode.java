package dev.ostiary.grant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization code stands for (RFC 6749 section 4.1.2).
 *
 * @param owner the user's organization
 * @param session the sign-in session at Ostiary
 * @param redirectUri the client must name it again
 * @param nonce goes into the ID token, empty for none
 * @param codeChallenge S256 challenge (RFC 7636), empty for none
 * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that whoever redeems it must prove (RFC 9449 section 10), null for none
 * @param acr Authentication Context Class Reference of the sign-in (OpenID Connect Core section 2), null for none
 */
public record AuthorizationCode(
        String clientId,
        String userId,
        String owner,
        String session,
        String redirectUri,
        List<String> scopes,
        List<String> audience,
        List<String> authMethods,
        Instant authenticatedAt,
        String nonce,
        String codeChallenge,
        @Nullable String jkt,
        @Nullable String acr) {}
