package dev.ostiary.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.ostiary.crypto.InstanceKeys;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.store.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tokens. It records nothing: signing takes too long for a transaction, so tokens are made before the one that records them. */
final class TokenIssuer {
    private final SigningKeys keys;
    private final Ids ids;
    private final InstanceLifetimes lifetimes;
    private final UserClaims claims;
    private final ClientRoles roles;

    TokenIssuer(SigningKeys keys, Ids ids, InstanceLifetimes lifetimes, UserClaims claims, ClientRoles roles) {
        this.keys = keys;
        this.ids = ids;
        this.lifetimes = lifetimes;
        this.claims = claims;
        this.roles = roles;
    }

    /** How long tokens live that are issued now. */
    Lifetimes lifetimes(Context context) {
        return lifetimes.of(context.instanceId());
    }

    /** Returns an id for a new session of tokens. */
    String newSession() {
        return "V2_" + ids.next();
    }

    String refreshTokenId(String oidcSession) {
        return oidcSession + "-rt_" + ids.next();
    }

    /** What is recorded first of a new session of tokens. */
    static Added added(Grant grant) {
        return new Added(
                grant.user().id(),
                grant.clientId(),
                grant.session(),
                grant.scopes(),
                grant.audience(),
                grant.authMethods(),
                grant.authenticatedAt(),
                grant.actor(),
                grant.acr());
    }

    /**
     * Makes an access token, and an ID token if {@code openid} was granted.
     *
     * @param oidcSession the session of tokens they belong to
     * @param refreshToken given to the client beside them, empty for none
     * @throws OAuthProblem when the user may not sign in to the application: who could before may have lost a role since
     */
    IssuedTokens issue(Context context, String oidcSession, Grant grant, String refreshToken, Instant now) {
        Map<String, Object> roleClaims = roles.of(context, grant);
        String id = oidcSession + "-at_" + ids.next();
        Instant expiresAt = grant.end(now.plus(lifetimes(context).accessToken()));
        InstanceKeys signing = keys.of(context.instanceId());
        String accessToken = grant.format().jwt()
                ? signing.sign(accessClaims(context, id, grant, roleClaims, now, expiresAt))
                : Secrets.token();
        String idToken = grant.scopes().contains(Scopes.OPENID)
                ? signing.sign(withHash(idClaims(context, grant, roleClaims, now), accessToken, signing.algorithm()))
                : "";
        return new IssuedTokens(
                new AccessTokenAdded(
                        id, Secrets.hash(accessToken), grant.scopes(), now, expiresAt, grant.jkt(), narrowed(grant)),
                accessToken,
                refreshToken,
                idToken);
    }

    private static @Nullable List<String> narrowed(Grant grant) {
        return grant.target().equals(grant.audience()) ? null : grant.target();
    }

    /** Makes an ID token alone. */
    String idToken(Context context, Grant grant, Instant now) {
        return keys.of(context.instanceId()).sign(idClaims(context, grant, roles.of(context, grant), now));
    }

    Instant idTokenEnd(Context context, Grant grant, Instant now) {
        return grant.end(now.plus(lifetimes(context).idToken()));
    }

    /**
     * Ties an ID token to the access token beside it (OpenID Connect Core section 3.1.3.6).
     *
     * @param algorithm that the ID token is signed with, whose hash function is taken
     */
    private static JWTClaimsSet withHash(JWTClaimsSet claims, String accessToken, JWSAlgorithm algorithm) {
        AccessTokenHash hash = AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, Curve.Ed25519);
        return new JWTClaimsSet.Builder(claims)
                .claim("at_hash", hash.getValue())
                .build();
    }

    private static JWTClaimsSet accessClaims(
            Context context, String id, Grant grant, Map<String, Object> roleClaims, Instant now, Instant expiresAt) {
        Duration skew = grant.format().clockSkew();
        JWTClaimsSet.Builder token = new JWTClaimsSet.Builder();
        if (grant.format().roles().inAccessToken()) {
            roleClaims.forEach(token::claim);
        }
        if (grant.jkt() != null) {
            token.claim("cnf", Map.of("jkt", grant.jkt()));
        }
        if (grant.actor() != null) {
            token.claim("act", grant.actor().claim());
        }
        return token.issuer(context.issuer())
                .subject(grant.user().id())
                .audience(grant.target())
                .expirationTime(Date.from(expiresAt.plus(skew)))
                .issueTime(Date.from(now.minus(skew)))
                .notBeforeTime(Date.from(now.minus(skew)))
                .jwtID(id)
                .claim("client_id", grant.clientId())
                .build();
    }

    /** OpenID Connect Core section 2. */
    private JWTClaimsSet idClaims(Context context, Grant grant, Map<String, Object> roleClaims, Instant now) {
        Duration skew = grant.format().clockSkew();
        JWTClaimsSet.Builder token = new JWTClaimsSet.Builder();
        if (grant.format().userClaims()) {
            Map<String, Object> user = claims.of(context.instanceId(), grant.user(), grant.scopes());
            user.forEach(token::claim);
        }
        if (grant.format().roles().inIdToken()) {
            roleClaims.forEach(token::claim);
        }
        token.issuer(context.issuer())
                .subject(grant.user().id())
                .audience(withClient(grant))
                .expirationTime(Date.from(idTokenEnd(context, grant, now).plus(skew)))
                .issueTime(Date.from(now.minus(skew)))
                .claim("auth_time", grant.authenticatedAt().minus(skew).getEpochSecond())
                .claim("azp", grant.clientId())
                .claim("client_id", grant.clientId());
        if (grant.acr() != null) {
            token.claim("acr", grant.acr());
        }
        if (!grant.authMethods().isEmpty()) {
            token.claim("amr", grant.authMethods());
        }
        if (!grant.nonce().isEmpty()) {
            token.claim("nonce", grant.nonce());
        }
        if (!grant.session().isEmpty()) {
            token.claim("sid", grant.session());
        }
        if (grant.actor() != null) {
            token.claim("act", grant.actor().claim());
        }
        return token.build();
    }

    private static List<String> withClient(Grant grant) {
        if (grant.audience().contains(grant.clientId())) {
            return grant.audience();
        }
        List<String> audience = new ArrayList<>(grant.audience());
        audience.add(grant.clientId());
        return audience;
    }
}
