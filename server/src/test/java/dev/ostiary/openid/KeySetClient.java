package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.body;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * A client that knows nothing of the provider but its key set, and keeps that in the cache of Nimbus for some time. It never asks again before,
 * not even for a key that it doesn't know.
 */
final class KeySetClient {
    private final ProviderFixture fixture;
    private final JWKSetSource<SecurityContext> cache;

    KeySetClient(ProviderFixture fixture, Duration keeps) {
        this.fixture = fixture;
        this.cache = new CachingJWKSetSource<>(new Published(), keeps.toMillis(), 15_000, null);
    }

    private final class Published implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                return JWKSet.parse(body(fixture.get(KeysEndpoint.PATH, Map.of())));
            } catch (ParseException e) {
                throw new JWKSetUnavailableException("no key set", e);
            }
        }

        @Override
        public void close() {}
    }

    JWKSet keys() throws KeySourceException {
        return cache.getJWKSet(
                JWKSetCacheRefreshEvaluator.noRefresh(), fixture.now.get().toEpochMilli(), null);
    }

    /** Tells whether a key that it knows signed the token, by the algorithm that the key is published for. */
    boolean verifies(SignedJWT token) throws KeySourceException, JOSEException {
        Optional<JWK> known = Optional.ofNullable(
                        keys().getKeyByKeyId(token.getHeader().getKeyID()))
                .filter(key -> token.getHeader().getAlgorithm().equals(key.getAlgorithm()));
        return known.isPresent() && verifies(token, known.get());
    }

    private static boolean verifies(SignedJWT token, JWK key) throws JOSEException {
        if (key instanceof OctetKeyPair ed25519) {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(ed25519.getX().decode()));
            verifier.update(token.getSigningInput(), 0, token.getSigningInput().length);
            return verifier.verifySignature(token.getSignature().decode());
        }
        return token.verify(new DefaultJWSVerifierFactory()
                .createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey()));
    }
}
