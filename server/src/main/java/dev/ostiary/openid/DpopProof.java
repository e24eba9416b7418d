package dev.ostiary.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.app.Fapi;
import dev.ostiary.crypto.Ed25519JwsVerifier;
import dev.ostiary.crypto.Secrets;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DPoP proof that holds (RFC 9449 section 4.3), except that it may have been used before; without I/O.
 *
 * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that signed it
 * @param id its {@code jti}
 * @param algorithm it is signed with
 * @param accessTokenHash its {@code ath}, null for none
 * @param endsAt until when it must be remembered that it was used
 */
record DpopProof(
        String jkt, String id, String algorithm, @Nullable String accessTokenHash, Instant endsAt) {
    private static final String EDDSA = "EdDSA";

    /** What proofs may be signed with: nothing that needs a shared secret. */
    static final List<String> ALGORITHMS =
            List.of("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", EDDSA);

    private static final String TYPE = "dpop+jwt";
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LONGEST_ID = 512;
    private static final Duration AGE = Duration.ofMinutes(2);
    private static final Duration AHEAD = Duration.ofSeconds(30);
    /** From the first to the last moment at which a proof is taken. */
    static final Duration LIFETIME = AGE.plus(AHEAD).plusSeconds(1);

    private static final Set<String> PORTS = Set.of("http:80", "https:443");

    /** Why a proof proves nothing. Without a stack trace: it is an answer. */
    static final class Invalid extends RuntimeException {
        Invalid(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Reads a proof and checks it.
     *
     * @param proof the value of the {@code DPoP} header
     * @param method of the request that it came with
     * @param url of that request as the client knows it, without a query
     * @throws Invalid when it does not prove that the client has the key, for this request, now
     */
    static DpopProof read(String proof, String method, String url, Instant now) {
        try {
            SignedJWT token = SignedJWT.parse(proof);
            JWK key = key(token.getHeader());
            requireSignature(token, key);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            require(method.equals(claims.getStringClaim("htm")), "htm is not the request's method");
            require(sameUrl(url, claims.getStringClaim("htu")), "htu is not the request's URL");
            String id = claims.getJWTID();
            require(id != null && !id.isEmpty() && id.length() <= LONGEST_ID, "jti is missing, or too long");
            Instant issuedAt = requireTime(claims, now);
            return new DpopProof(
                    key.computeThumbprint().toString(),
                    id,
                    token.getHeader().getAlgorithm().getName(),
                    claims.getStringClaim("ath"),
                    issuedAt.plus(AGE).plusSeconds(1));
        } catch (ParseException | JOSEException | IllegalArgumentException malformed) {
            throw new Invalid("it can't be read");
        }
    }

    private static JWK key(JWSHeader header) {
        require(header.getType() != null && header.getType().getType().equals(TYPE), "typ must be " + TYPE);
        require(ALGORITHMS.contains(header.getAlgorithm().getName()), "alg is not supported");
        JWK key = header.getJWK();
        require(key instanceof AsymmetricJWK && !key.isPrivate(), "jwk must be a public key");
        require(key instanceof OctetKeyPair == header.getAlgorithm().getName().equals(EDDSA), "the key is not for alg");
        require(!(key instanceof RSAKey) || key.size() >= LEAST_RSA_BITS, "the key is too short");
        return key;
    }

    /** The curve of a key decides which algorithm it may be used with (RFC 7518 section 3.4); the verifier sees to it. */
    private static void requireSignature(SignedJWT token, JWK key) throws JOSEException {
        require(token.verify(verifier(token.getHeader(), key)), "the signature does not fit");
    }

    private static JWSVerifier verifier(JWSHeader header, JWK key) throws JOSEException {
        return key instanceof OctetKeyPair ed25519
                ? new Ed25519JwsVerifier(ed25519)
                : new DefaultJWSVerifierFactory().createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey());
    }

    private static Instant requireTime(JWTClaimsSet claims, Instant now) {
        Date issued = claims.getIssueTime();
        require(issued != null, "iat is missing");
        Instant issuedAt = issued.toInstant();
        require(!issuedAt.isBefore(now.minus(AGE)) && !issuedAt.isAfter(now.plus(AHEAD)), "iat is not now");
        Date end = claims.getExpirationTime();
        require(end == null || now.isBefore(end.toInstant()), "it has expired");
        return issuedAt;
    }

    /** Compares without query and fragment, and after the normalization of RFC 3986 sections 6.2.2.1 and 6.2.3. */
    private static boolean sameUrl(String url, @Nullable String claimed) {
        return claimed != null && normalized(URI.create(claimed)).equals(normalized(URI.create(url)));
    }

    private static String normalized(URI url) {
        require(url.getScheme() != null && url.getHost() != null && url.getRawUserInfo() == null, "htu is no URL");
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean usual = url.getPort() < 0 || PORTS.contains(scheme + ":" + url.getPort());
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort()) + path;
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new Invalid(why);
        }
    }

    /** @throws OAuthProblem invalid_dpop_proof when the application's profile doesn't know the algorithm */
    void require(ClientSecurity security) {
        if (security.isFapi() && !Fapi.ALGORITHMS.contains(algorithm)) {
            throw OAuthProblem.of(OAuth2Error.INVALID_DPOP_PROOF, "DPoP proof: alg is not one of the profile");
        }
    }

    /** Tells whether it was made for this access token (RFC 9449 section 4.2, {@code ath}). */
    boolean isFor(String accessToken) {
        return Secrets.hash(accessToken).equals(accessTokenHash);
    }

    /** What must not come again. */
    String use() {
        return Secrets.hash("dpop/" + jkt + "/" + id);
    }
}
