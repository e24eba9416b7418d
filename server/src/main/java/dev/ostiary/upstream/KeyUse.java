package dev.ostiary.upstream;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import java.util.ArrayList;
import java.util.List;

/**
 * What a key is for: signing or decrypting, with one algorithm (RFC 7517 sections 4.2 and 4.4).
 *
 * @param algorithm {@code alg} of the key
 */
record KeyUse(boolean signs, Algorithm algorithm) {
    private static final int RSA_BITS = 2048;

    /** Returns what settings need keys for. */
    static List<KeyUse> neededBy(UpstreamSettings settings) {
        List<KeyUse> needed = new ArrayList<>();
        if (settings.authentication() == Authentication.PRIVATE_KEY_JWT) {
            needed.add(signing(settings));
        }
        switch (settings.decryption()) {
            case NONE -> {}
            case RSA_OAEP_256 -> needed.add(new KeyUse(false, JWEAlgorithm.RSA_OAEP_256));
            case ECDH_ES -> needed.add(new KeyUse(false, JWEAlgorithm.ECDH_ES));
        }
        return needed;
    }

    private static KeyUse signing(UpstreamSettings settings) {
        return new KeyUse(
                true,
                switch (settings.signing()) {
                    case ES256 -> JWSAlgorithm.ES256;
                    case RS256 -> JWSAlgorithm.RS256;
                    case PS256 -> JWSAlgorithm.PS256;
                });
    }

    static KeyUse of(JWK key) {
        return new KeyUse(com.nimbusds.jose.jwk.KeyUse.SIGNATURE.equals(key.getKeyUse()), key.getAlgorithm());
    }

    /** Makes a key pair, which takes some tenths of a second: call it outside of transactions. */
    JWK generate(String id) {
        com.nimbusds.jose.jwk.KeyUse use =
                signs ? com.nimbusds.jose.jwk.KeyUse.SIGNATURE : com.nimbusds.jose.jwk.KeyUse.ENCRYPTION;
        try {
            return KeyType.forAlgorithm(algorithm) == KeyType.RSA
                    ? new RSAKeyGenerator(RSA_BITS)
                            .keyUse(use)
                            .algorithm(algorithm)
                            .keyID(id)
                            .generate()
                    : new ECKeyGenerator(Curve.P_256)
                            .keyUse(use)
                            .algorithm(algorithm)
                            .keyID(id)
                            .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java runtime makes RSA keys and those on P-256", e);
        }
    }
}
