package dev.ostiary.federation.logout;

import static dev.ostiary.federation.token.IdTokenRules.SKEW;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.federation.token.IdTokenClaims;
import dev.ostiary.federation.token.IdTokenRefused;
import dev.ostiary.federation.token.IdTokenRules;
import dev.ostiary.federation.token.IdTokenVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a logout token must hold (OpenID Connect Back-Channel Logout 1.0 section 2.6).
 *
 * @param announced {@code id_token_signing_alg_values_supported} of the provider
 */
record LogoutToken(String issuer, String clientId, List<String> announced, Instant now) {
    /** The most characters of a token. */
    static final int LONGEST = 16_000;

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    /** Explicitly typed, or as tokens were before there was such a type. An ID token has a nonce and no events, so it is none. */
    private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT, new JOSEObjectType("logout+jwt"));

    /** Two minutes are recommended (section 2.4). No token is remembered longer than this. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    /**
     * Returns what a token says that passes all checks, except that it may have been sent before.
     *
     * @throws LogoutRefused at the first check that fails
     * @throws KeySourceException when the provider's keys can't be had
     */
    UpstreamEnd verify(String token, IdTokenVerifier.Keys keys) throws LogoutRefused, KeySourceException {
        require(!token.isEmpty() && token.length() <= LONGEST, "logout_token is missing or too long");
        SignedJWT signed = signed(token, keys);
        JOSEObjectType type = signed.getHeader().getType();
        require(type == null || TYPES.contains(type), "typ is '" + type + "'");
        JWTClaimsSet claims = claims(signed);
        require(issuer.equals(claims.getIssuer()), "iss is '" + claims.getIssuer() + "'");
        require(claims.getAudience().contains(clientId), "aud is " + claims.getAudience());
        Instant until = times(claims);
        String id = text(claims, "jti");
        require(!id.isBlank(), "jti is missing");
        require(claims.getClaim("nonce") == null, "there is a nonce: this is no logout token");
        require(
                claims.getClaim("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>,
                "events does not say that this is a logout token");
        String subject = text(claims, "sub");
        String sid = text(claims, "sid");
        require(!subject.isEmpty() || !sid.isEmpty(), "neither sub nor sid says whose session has ended");
        return new UpstreamEnd(issuer, subject, sid.isEmpty() ? List.of() : List.of(sid), id, until);
    }

    private SignedJWT signed(String token, IdTokenVerifier.Keys keys) throws LogoutRefused, KeySourceException {
        try {
            return IdTokenVerifier.signed(token, IdTokenRules.trusted(announced), keys);
        } catch (IdTokenRefused refused) {
            throw new LogoutRefused(refused.check().text() + " " + refused.getMessage(), refused);
        }
    }

    private static JWTClaimsSet claims(SignedJWT token) throws LogoutRefused {
        try {
            return IdTokenVerifier.claims(token);
        } catch (IdTokenRefused refused) {
            throw new LogoutRefused("the claims can't be read", refused);
        }
    }

    /** @return when the token is too old for anybody */
    private Instant times(JWTClaimsSet claims) throws LogoutRefused {
        Date issued = claims.getIssueTime();
        require(issued != null && !issued.toInstant().isAfter(now.plus(SKEW)), "iat is " + IdTokenClaims.shown(issued));
        Date expires = claims.getExpirationTime();
        Instant until = expires == null ? Instant.EPOCH : expires.toInstant();
        require(until.isAfter(now.minus(SKEW)), "exp is " + IdTokenClaims.shown(expires));
        require(!until.isAfter(now.plus(LONGEST_LIFE)), "exp is further away than a day");
        return until.plus(SKEW);
    }

    private static String text(JWTClaimsSet claims, String name) throws LogoutRefused {
        try {
            String text = claims.getStringClaim(name);
            return text == null ? "" : text;
        } catch (ParseException e) {
            throw new LogoutRefused(name + " is not a text", e);
        }
    }

    private static void require(boolean holds, String otherwise) throws LogoutRefused {
        if (!holds) {
            throw new LogoutRefused(otherwise);
        }
    }
}
