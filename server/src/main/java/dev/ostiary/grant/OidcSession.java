package dev.ostiary.grant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in of a user at one client, and the tokens it has now: at most one access token and one refresh token at a time.
 *
 * @param clientId the application's client id; the user name where a machine user got its own token
 * @param session the sign-in session at Ostiary it came from, empty for a machine user
 * @param scopes what was granted at first; a refresh may ask for less
 * @param audience who the access token is for
 * @param authMethods Authentication Method References (RFC 8176) of the sign-in
 * @param actor who acts in the user's name by its tokens, null for nobody
 * @param acr Authentication Context Class Reference of the sign-in (OpenID Connect Core section 2), null for none
 * @param accessToken null once revoked
 * @param refreshToken null where none was issued, or once revoked
 */
public record OidcSession(
        String userId,
        String clientId,
        String session,
        List<String> scopes,
        List<String> audience,
        List<String> authMethods,
        Instant authenticatedAt,
        @Nullable Actor actor,
        @Nullable String acr,
        @Nullable AccessToken accessToken,
        @Nullable RefreshToken refreshToken) {

    /**
     * A valid access token, as far as it is known here.
     *
     * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key it is bound to, null for one that anybody may bear
     * @param audience who it is for, null where that is the session's whole audience
     */
    public record AccessToken(
            String id,
            String hash,
            List<String> scopes,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable String jkt,
            @Nullable List<String> audience) {}

    /**
     * A valid refresh token.
     *
     * @param idleUntil when it lapses unless it is used
     * @param expiresAt when it and all that follow it end
     * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that a public client must prove to use it, null for none
     */
    public record RefreshToken(
            String id,
            String hash,
            Instant idleUntil,
            Instant expiresAt,
            @Nullable String jkt) {

        public boolean expired(Instant now) {
            return !now.isBefore(idleUntil) || !now.isBefore(expiresAt);
        }
    }

    /** When nothing of it can be used any more. */
    Instant endsAt() {
        Instant access = accessToken == null ? Instant.EPOCH : accessToken.expiresAt;
        Instant refresh = refreshToken == null ? Instant.EPOCH : refreshToken.idleUntil;
        return access.isAfter(refresh) ? access : refresh;
    }
}
