package dev.ostiary.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.user.User.MachineKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** Rules of the assertions that machine users sign with their keys (RFC 7523 section 3), without I/O. */
final class Assertions {
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Duration SKEW = Duration.ofSeconds(1);

    private Assertions() {}

    /**
     * An assertion that can be read; nothing of it is proved yet.
     *
     * @param userId whose assertion it says it is
     */
    record Unverified(SignedJWT token, JWTClaimsSet claims, String userId, String keyId) {}

    /** Reads an assertion; empty when it is no signed JWT (RS256) that names its issuer and key. */
    static Optional<Unverified> read(String assertion) {
        try {
            SignedJWT token = SignedJWT.parse(assertion);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            String keyId = token.getHeader().getKeyID();
            boolean readable = JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())
                    && keyId != null
                    && claims.getIssuer() != null;
            return readable ? Optional.of(new Unverified(token, claims, claims.getIssuer(), keyId)) : Optional.empty();
        } catch (ParseException malformed) {
            return Optional.empty();
        }
    }

    /** Tells whether one of the user's keys signed the assertion, and everything it says is as it must be. */
    static boolean proves(Unverified assertion, List<MachineKey> keys, String issuer, Instant now) {
        return claimsFit(assertion.claims, issuer, now)
                && keys.stream()
                        .filter(key -> key.id().equals(assertion.keyId) && now.isBefore(key.expiresAt()))
                        .anyMatch(key -> signed(assertion.token, key));
    }

    static boolean claimsFit(JWTClaimsSet claims, String issuer, Instant now) {
        Date issuedAt = claims.getIssueTime();
        Date expiresAt = claims.getExpirationTime();
        if (claims.getIssuer() == null || issuedAt == null || expiresAt == null) {
            return false;
        }
        return claims.getIssuer().equals(claims.getSubject())
                && claims.getAudience().contains(issuer)
                && now.isBefore(expiresAt.toInstant().plus(SKEW))
                && !issuedAt.toInstant().isAfter(now.plus(SKEW))
                && !issuedAt.toInstant().isBefore(now.minus(OLDEST))
                && notBefore(claims, now);
    }

    private static boolean notBefore(JWTClaimsSet claims, Instant now) {
        Date from = claims.getNotBeforeTime();
        return from == null || !from.toInstant().isAfter(now.plus(SKEW));
    }

    private static boolean signed(SignedJWT token, MachineKey key) {
        try {
            return token.verify(new RSASSAVerifier(RsaKeys.parse(key.publicKey())));
        } catch (JOSEException unusable) {
            return false;
        }
    }
}
