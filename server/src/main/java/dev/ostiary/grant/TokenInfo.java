package dev.ostiary.grant;

import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a valid bearer token stands for.
 *
 * @param id the token's own id, {@code jti} where it is a JWT
 * @param user whose token it is; active
 * @param clientId the client it was issued to, empty for a personal access token
 * @param session the sign-in session at Ostiary it came from, empty where there is none
 * @param oidcSession id of the {@link OidcSession}, empty for a personal access token
 * @param authMethods Authentication Method References (RFC 8176)
 * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that its bearer must prove (RFC 9449), null when anybody may bear it
 * @param actor who acts in the user's name by it, null for nobody
 * @param acr Authentication Context Class Reference of the sign-in (OpenID Connect Core section 2), null for none
 */
public record TokenInfo(
        Kind kind,
        String id,
        Stored<User> user,
        String clientId,
        String session,
        String oidcSession,
        List<String> scopes,
        List<String> audience,
        List<String> authMethods,
        Instant authenticatedAt,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String jkt,
        @Nullable Actor actor,
        @Nullable String acr) {

    /** PAT: a personal access token. ACCESS: an OAuth 2.0 access token. */
    public enum Kind {
        PAT,
        ACCESS
    }

    public String userId() {
        return user.id();
    }

    /**
     * Tells whether the instance's own API accepts it.
     *
     * @param project the project that stands for that API
     */
    public boolean opensApi(String project) {
        return kind == Kind.PAT || audience.contains(project);
    }
}
