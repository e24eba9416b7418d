package dev.ostiary.openid;

import dev.ostiary.grant.Actor;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets tokens for: who, for whom, and how much.
 *
 * @param session the sign-in session at Ostiary, empty for a machine user
 * @param audience who it may get access tokens for
 * @param target who this access token is for
 * @param authMethods Authentication Method References (RFC 8176)
 * @param acr Authentication Context Class Reference (OpenID Connect Core section 2), null for none
 * @param nonce of the authorization request, empty for none
 * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that the client has proved, which tokens are bound to; null for none
 * @param delegation what it has of tokens that it comes of, null where it comes of a sign-in
 */
record Grant(
        Stored<User> user,
        String clientId,
        String session,
        List<String> scopes,
        List<String> audience,
        List<String> target,
        List<String> authMethods,
        Instant authenticatedAt,
        @Nullable String acr,
        String nonce,
        @Nullable String jkt,
        @Nullable Delegation delegation,
        Format format) {

    /** Who acts in the user's name, null for nobody. */
    @Nullable
    Actor actor() {
        return delegation == null ? null : delegation.actor();
    }

    /** When a token ends that would live until then. */
    Instant end(Instant usual) {
        return delegation == null ? usual : delegation.end(usual);
    }

    /**
     * The form a client wants its tokens in.
     *
     * @param jwt whether the access token is a JWT
     * @param userClaims whether the ID token has the claims that userinfo has
     * @param roles where the roles that were asked for are told
     * @param clockSkew by how much times are moved towards a client whose clock is wrong
     */
    record Format(boolean jwt, boolean userClaims, Roles roles, Duration clockSkew) {
        Format withUserClaims() {
            return new Format(jwt, true, roles, clockSkew);
        }
    }

    /**
     * Which tokens tell of roles.
     *
     * @param inAccessToken where it is a JWT
     */
    record Roles(boolean inAccessToken, boolean inIdToken) {
        static final Roles EVERYWHERE = new Roles(true, true);

        boolean anywhere() {
            return inAccessToken || inIdToken;
        }
    }
}
