package dev.ostiary.federation.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.crypto.Ed25519JwsVerifier;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/** Verifies ID tokens: format, algorithm, signature, claims (OpenID Connect Core 1.0 section 3.1.3.7). */
public final class IdTokenVerifier {
    private static final int LEAST_RSA_BITS = 2048;
    private static final JWSVerifierFactory VERIFIERS = new DefaultJWSVerifierFactory();

    /** The provider's keys; it asks the provider once more when no key fits. */
    @FunctionalInterface
    public interface Keys {
        List<JWK> select(JWKSelector selector) throws KeySourceException;
    }

    private IdTokenVerifier() {}

    /**
     * Returns the claims of a token that passes all checks.
     *
     * @throws IdTokenRefused at the first check that fails
     * @throws KeySourceException when the provider's keys can't be had
     */
    public static JWTClaimsSet verify(String idToken, IdTokenRules rules, Keys keys)
            throws IdTokenRefused, KeySourceException {
        SignedJWT signed = signed(idToken, rules.algorithms(), keys);
        JWTClaimsSet claims = claims(signed);
        IdTokenClaims.check(claims, signed.getHeader().getAlgorithm(), rules);
        return claims;
    }

    /** Returns a token of which format, algorithm and signature are checked, and no claim. */
    public static SignedJWT signed(String text, Set<JWSAlgorithm> allowed, Keys keys)
            throws IdTokenRefused, KeySourceException {
        JWT token = parse(text);
        if (!(token instanceof SignedJWT signed)
                || !allowed.contains(signed.getHeader().getAlgorithm())) {
            throw new IdTokenRefused(
                    IdTokenCheck.ALG,
                    "is '" + token.getHeader().getAlgorithm().getName() + "', which is none of " + allowed);
        }
        signature(signed, keys);
        return signed;
    }

    private static JWT parse(String idToken) throws IdTokenRefused {
        try {
            return JWTParser.parse(idToken);
        } catch (ParseException e) {
            throw new IdTokenRefused(IdTokenCheck.FORMAT, "not a JWT", e);
        }
    }

    private static void signature(SignedJWT token, Keys keys) throws IdTokenRefused, KeySourceException {
        JWSHeader header = token.getHeader();
        List<JWK> fitting = keys.select(new JWKSelector(JWKMatcher.forJWSHeader(header)));
        if (fitting.isEmpty()) {
            throw new IdTokenRefused(
                    IdTokenCheck.SIGNATURE,
                    "the provider has no key '" + header.getKeyID() + "' for " + header.getAlgorithm());
        }
        for (JWK key : fitting) {
            if (verifies(token, key)) {
                return;
            }
        }
        throw new IdTokenRefused(IdTokenCheck.SIGNATURE, "not made by the provider's key '" + header.getKeyID() + "'");
    }

    private static boolean verifies(SignedJWT token, JWK key) throws IdTokenRefused {
        try {
            return switch (key) {
                case OctetKeyPair ed25519 -> token.verify(new Ed25519JwsVerifier(ed25519));
                case RSAKey weak when weak.size() < LEAST_RSA_BITS -> false;
                case AsymmetricJWK asymmetric ->
                    token.verify(VERIFIERS.createJWSVerifier(token.getHeader(), asymmetric.toPublicKey()));
                default -> false;
            };
        } catch (JOSEException e) {
            throw new IdTokenRefused(IdTokenCheck.SIGNATURE, "can't be verified: " + e.getMessage(), e);
        }
    }

    public static JWTClaimsSet claims(SignedJWT token) throws IdTokenRefused {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IdTokenRefused(IdTokenCheck.FORMAT, "the claims can't be read", e);
        }
    }
}
