package dev.ostiary.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.App;
import dev.ostiary.app.Fapi;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.user.User.MachineKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules of the assertions that machine users and applications sign with their keys (RFC 7523 section 3), without I/O. */
final class Assertions {
    /** What clients may sign with: their keys are RSA keys. */
    static final List<String> CLIENT_ALGORITHMS = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SKEW = Duration.ofSeconds(1);

    private Assertions() {}

    /**
     * An assertion that can be read; nothing of it is proved yet.
     *
     * @param issuer whose assertion it says it is: id of a machine user, or client id
     */
    record Unverified(SignedJWT token, JWTClaimsSet claims, String issuer, String keyId) {
        /** Until when it must be remembered that it was used. */
        Instant endsAt() {
            return claims.getExpirationTime().toInstant().plus(SKEW);
        }

        /** Whether it is signed with an algorithm of the profile. */
        boolean isOfFapi() {
            return Fapi.ALGORITHMS.contains(token.getHeader().getAlgorithm().getName());
        }

        /** Whether it is for one only, and says so as a text, not as a list. */
        boolean isForOne(String audience) {
            return audience.equals(token.getPayload().toJSONObject().get("aud"));
        }
    }

    /** Reads a machine user's assertion; empty when it is no signed JWT (RS256) that names its issuer and key. */
    static Optional<Unverified> read(String assertion) {
        return read(assertion, List.of("RS256"));
    }

    /** Reads a client's assertion; empty when it is no signed JWT that names its issuer and key. */
    static Optional<Unverified> readOfClient(String assertion) {
        return read(assertion, CLIENT_ALGORITHMS);
    }

    private static Optional<Unverified> read(String assertion, List<String> algorithms) {
        try {
            SignedJWT token = SignedJWT.parse(assertion);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            String keyId = token.getHeader().getKeyID();
            JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
            boolean readable = algorithms.contains(algorithm.getName()) && keyId != null && claims.getIssuer() != null;
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
                        .anyMatch(key -> signed(assertion.token, key.publicKey()));
    }

    static boolean claimsFit(JWTClaimsSet claims, String issuer, Instant now) {
        return claims.getIssueTime() != null
                && claims.getExpirationTime() != null
                && isAbout(claims, Set.of(issuer))
                && inTime(claims, now);
    }

    /**
     * Tells whether one of an application's keys signed the assertion, and everything it says is as it must be (OpenID Connect Core section
     * 9): it ends within the hour.
     *
     * @param audiences any of which it may be for
     */
    static boolean prove(Unverified assertion, List<App.Key> keys, Set<String> audiences, Instant now) {
        return assertion.issuer.equals(assertion.claims.getSubject()) && vouches(assertion, keys, audiences, now);
    }

    /** Like {@link #prove}, of an assertion that is about somebody else than who signed it. */
    static boolean vouches(Unverified assertion, List<App.Key> keys, Set<String> audiences, Instant now) {
        return assertion.claims.getSubject() != null && isSigned(assertion, keys, audiences, now);
    }

    /** Like {@link #prove}, whomever it is about. */
    static boolean isSigned(Unverified assertion, List<App.Key> keys, Set<String> audiences, Instant now) {
        JWTClaimsSet claims = assertion.claims;
        return claims.getExpirationTime() != null
                && !claims.getExpirationTime()
                        .toInstant()
                        .isAfter(now.plus(LONGEST).plus(SKEW))
                && isFor(claims, audiences)
                && inTime(claims, now)
                && keys.stream()
                        .filter(key -> key.id().equals(assertion.keyId) && now.isBefore(key.expiresAt()))
                        .anyMatch(key -> signed(assertion.token, key.publicKey()));
    }

    private static boolean isAbout(JWTClaimsSet claims, Set<String> audiences) {
        return claims.getIssuer() != null && claims.getIssuer().equals(claims.getSubject()) && isFor(claims, audiences);
    }

    private static boolean isFor(JWTClaimsSet claims, Set<String> audiences) {
        return claims.getAudience().stream().anyMatch(audiences::contains);
    }

    /** It has not ended, has begun, and is not too old. */
    private static boolean inTime(JWTClaimsSet claims, Instant now) {
        Date issuedAt = claims.getIssueTime();
        return now.isBefore(claims.getExpirationTime().toInstant().plus(SKEW))
                && (issuedAt == null || !issuedAt.toInstant().isBefore(now.minus(LONGEST)))
                && begun(issuedAt, now)
                && begun(claims.getNotBeforeTime(), now);
    }

    private static boolean begun(@Nullable Date from, Instant now) {
        return from == null || !from.toInstant().isAfter(now.plus(SKEW));
    }

    /** @param publicKey X.509 SubjectPublicKeyInfo, base64 */
    private static boolean signed(SignedJWT token, String publicKey) {
        try {
            return token.verify(new RSASSAVerifier(RsaKeys.parse(publicKey)));
        } catch (JOSEException unusable) {
            return false;
        }
    }
}
