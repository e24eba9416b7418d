package dev.ostiary.federation.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must hold that a site's proxy handed over (RFC 7519, RFC 8725).
 *
 * <p>Whom it is for ({@code aud}) is not looked at: the token is the site's own, and the configuration knows no name that it would carry.
 * So whoever gets hold of a token of this issuer can sign in as the person it is about, as long as it lives.
 *
 * @param maxAge longest time since the person proved who they are, null when any will do
 */
public record HandedToken(String issuer, @Nullable Duration maxAge, Instant now) {
    /** The most characters of a token. */
    public static final int LONGEST = 8_000;

    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

    /**
     * Returns the claims of a token that passes all checks.
     *
     * @throws IdTokenRefused at the first check that fails
     * @throws KeySourceException when the site's keys can't be had
     */
    public JWTClaimsSet verify(String token, IdTokenVerifier.Keys keys) throws IdTokenRefused, KeySourceException {
        SignedJWT signed = IdTokenVerifier.signed(token, IdTokenRules.ASYMMETRIC, keys);
        JOSEObjectType type = signed.getHeader().getType();
        require(type == null || TYPES.contains(type), IdTokenCheck.TYP, "is '" + type + "'");
        JWTClaimsSet claims = IdTokenVerifier.claims(signed);
        person(claims);
        times(claims);
        authenticationTime(claims);
        return claims;
    }

    private void person(JWTClaimsSet claims) throws IdTokenRefused {
        require(issuer.equals(claims.getIssuer()), IdTokenCheck.ISS, "is '" + claims.getIssuer() + "'");
        String subject = claims.getSubject();
        require(
                subject != null && !subject.isBlank() && subject.length() <= 255,
                IdTokenCheck.SUB,
                "is missing or longer than 255");
    }

    /** It ends when it says, and an hour after it was made; one that says neither would live for ever. */
    private void times(JWTClaimsSet claims) throws IdTokenRefused {
        Instant earliest = now.minus(IdTokenRules.SKEW);
        Instant latest = now.plus(IdTokenRules.SKEW);
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        require(expires != null || issued != null, IdTokenCheck.EXP, "is missing, and so is iat");
        require(
                expires == null || expires.toInstant().isAfter(earliest),
                IdTokenCheck.EXP,
                "is " + IdTokenClaims.shown(expires));
        require(
                issued == null
                        || !issued.toInstant().isAfter(latest)
                                && !issued.toInstant().isBefore(earliest.minus(OLDEST)),
                IdTokenCheck.IAT,
                "is " + IdTokenClaims.shown(issued));
        Date notBefore = claims.getNotBeforeTime();
        require(
                notBefore == null || !notBefore.toInstant().isAfter(latest),
                IdTokenCheck.NBF,
                "is " + IdTokenClaims.shown(notBefore));
    }

    /** Where the site doesn't say when the person proved who they are, it was not after the token was made. */
    private void authenticationTime(JWTClaimsSet claims) throws IdTokenRefused {
        if (maxAge == null) {
            return;
        }
        Date authenticated = claims.getClaim("auth_time") == null ? claims.getIssueTime() : authTime(claims);
        Instant earliest = now.minus(maxAge).minus(IdTokenRules.SKEW);
        require(
                authenticated != null && !authenticated.toInstant().isBefore(earliest),
                IdTokenCheck.AUTH_TIME,
                "is " + IdTokenClaims.shown(authenticated) + " with max_age " + maxAge.toSeconds());
    }

    private static @Nullable Date authTime(JWTClaimsSet claims) throws IdTokenRefused {
        try {
            return claims.getDateClaim("auth_time");
        } catch (ParseException e) {
            throw new IdTokenRefused(IdTokenCheck.AUTH_TIME, "is not a time", e);
        }
    }

    private static void require(boolean holds, IdTokenCheck check, String otherwise) throws IdTokenRefused {
        IdTokenClaims.require(holds, check, otherwise);
    }
}
