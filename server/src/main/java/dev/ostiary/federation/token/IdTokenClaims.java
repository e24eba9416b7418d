package dev.ostiary.federation.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the claims of an ID token whose signature holds (OpenID Connect Core 1.0 section 3.1.3.7, steps 2 to 5 and 9 to 13). */
public final class IdTokenClaims {
    private final JWTClaimsSet claims;
    private final IdTokenRules rules;

    private IdTokenClaims(JWTClaimsSet claims, IdTokenRules rules) {
        this.claims = claims;
        this.rules = rules;
    }

    static void check(JWTClaimsSet claims, JWSAlgorithm algorithm, IdTokenRules rules) throws IdTokenRefused {
        IdTokenClaims checks = new IdTokenClaims(claims, rules);
        checks.issuerAndSubject();
        checks.audience();
        checks.times();
        checks.nonce();
        checks.accessTokenHash(algorithm);
        checks.authenticationTime();
    }

    private void issuerAndSubject() throws IdTokenRefused {
        require(rules.issuer().equals(claims.getIssuer()), IdTokenCheck.ISS, "is '" + claims.getIssuer() + "'");
        String subject = claims.getSubject();
        require(
                subject != null && !subject.isBlank() && subject.length() <= 255,
                IdTokenCheck.SUB,
                "is missing or longer than 255");
    }

    private void audience() throws IdTokenRefused {
        List<String> audience = claims.getAudience();
        require(audience.contains(rules.clientId()), IdTokenCheck.AUD, "is " + audience);
        String authorizedParty = text("azp", IdTokenCheck.AZP);
        boolean needed = audience.size() > 1;
        require(
                authorizedParty != null || !needed,
                IdTokenCheck.AZP,
                "is missing although there are several audiences");
        require(
                authorizedParty == null || authorizedParty.equals(rules.clientId()),
                IdTokenCheck.AZP,
                "is '" + authorizedParty + "'");
    }

    private void times() throws IdTokenRefused {
        Instant earliest = rules.now().minus(IdTokenRules.SKEW);
        Instant latest = rules.now().plus(IdTokenRules.SKEW);
        Date expires = claims.getExpirationTime();
        require(expires != null && expires.toInstant().isAfter(earliest), IdTokenCheck.EXP, "is " + shown(expires));
        Date issued = claims.getIssueTime();
        require(issued != null && !issued.toInstant().isAfter(latest), IdTokenCheck.IAT, "is " + shown(issued));
        Date notBefore = claims.getNotBeforeTime();
        require(
                notBefore == null || !notBefore.toInstant().isAfter(latest),
                IdTokenCheck.NBF,
                "is " + shown(notBefore));
    }

    private void nonce() throws IdTokenRefused {
        String nonce = text("nonce", IdTokenCheck.NONCE);
        require(nonce != null, IdTokenCheck.NONCE, "is missing");
        require(rules.nonce().equals(nonce), IdTokenCheck.NONCE, "is not the one that was sent");
    }

    /** Section 3.1.3.8: optional, but when it is there it must fit. */
    private void accessTokenHash(JWSAlgorithm algorithm) throws IdTokenRefused {
        String hash = text("at_hash", IdTokenCheck.AT_HASH);
        if (hash == null || rules.accessToken() == null) {
            return;
        }
        AccessTokenHash expected = AccessTokenHash.compute(
                new BearerAccessToken(rules.accessToken()), hashedLike(algorithm), Curve.Ed25519);
        require(
                expected != null && expected.getValue().equals(hash),
                IdTokenCheck.AT_HASH,
                "is not that of the access token");
    }

    /** Ed25519 is EdDSA under its own name (RFC 9864), which the hash's library does not know. */
    private static JWSAlgorithm hashedLike(JWSAlgorithm algorithm) {
        return algorithm.equals(JWSAlgorithm.Ed25519) ? JWSAlgorithm.EdDSA : algorithm;
    }

    private void authenticationTime() throws IdTokenRefused {
        if (rules.maxAge() == null) {
            return;
        }
        Date authenticated = time("auth_time", IdTokenCheck.AUTH_TIME);
        Instant earliest = rules.now().minus(rules.maxAge()).minus(IdTokenRules.SKEW);
        require(
                authenticated != null && !authenticated.toInstant().isBefore(earliest),
                IdTokenCheck.AUTH_TIME,
                "is " + shown(authenticated) + " with max_age " + rules.maxAge().toSeconds());
    }

    private @Nullable String text(String name, IdTokenCheck check) throws IdTokenRefused {
        try {
            return claims.getStringClaim(name);
        } catch (ParseException e) {
            throw new IdTokenRefused(check, "is not a text", e);
        }
    }

    private @Nullable Date time(String name, IdTokenCheck check) throws IdTokenRefused {
        try {
            return claims.getDateClaim(name);
        } catch (ParseException e) {
            throw new IdTokenRefused(check, "is not a time", e);
        }
    }

    public static String shown(@Nullable Date time) {
        return time == null ? "missing" : time.toInstant().toString();
    }

    static void require(boolean holds, IdTokenCheck check, String otherwise) throws IdTokenRefused {
        if (!holds) {
            throw new IdTokenRefused(check, otherwise);
        }
    }
}
