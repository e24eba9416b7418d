package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Arrays;

/**
 * A kind of key that tokens are signed with, and with it the algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1): a key is
 * used with one algorithm only.
 */
public sealed interface KeyKind {
    /** What every client of OpenID Connect understands (OpenID Connect Core section 15.1). */
    KeyKind STANDARD = new Rsa(2048, Hash.SHA256);

    JWSAlgorithm algorithm();

    /**
     * Makes a key pair. That of a long RSA key takes seconds: call it outside of transactions.
     *
     * @param id its {@code kid}
     */
    JWK generate(String id);

    /** @param bits 2048, 3072 or 4096 */
    record Rsa(int bits, Hash hash) implements KeyKind {
        @Override
        public JWSAlgorithm algorithm() {
            return hash.algorithm;
        }

        @Override
        public JWK generate(String id) {
            try {
                return new RSAKeyGenerator(bits)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm())
                        .keyID(id)
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException("RSA is part of every Java runtime", e);
            }
        }
    }

    record Ecdsa(NamedCurve curve) implements KeyKind {
        @Override
        public JWSAlgorithm algorithm() {
            return curve.algorithm;
        }

        @Override
        public JWK generate(String id) {
            try {
                return new ECKeyGenerator(curve.curve)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(algorithm())
                        .keyID(id)
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException("every JDK has the curves of NIST", e);
            }
        }
    }

    record Ed25519() implements KeyKind {
        @Override
        public JWSAlgorithm algorithm() {
            return JWSAlgorithm.EdDSA;
        }

        @Override
        public JWK generate(String id) {
            return Ed25519Keys.generate(id);
        }
    }

    /** Hash functions of RSASSA-PKCS1-v1_5 (RFC 7518 section 3.3). */
    enum Hash {
        SHA256(JWSAlgorithm.RS256),
        SHA384(JWSAlgorithm.RS384),
        SHA512(JWSAlgorithm.RS512);

        private final JWSAlgorithm algorithm;

        Hash(JWSAlgorithm algorithm) {
            this.algorithm = algorithm;
        }
    }

    /** Curves of ECDSA, each with its hash function (RFC 7518 section 3.4). */
    enum NamedCurve {
        P256(Curve.P_256, JWSAlgorithm.ES256),
        P384(Curve.P_384, JWSAlgorithm.ES384),
        P521(Curve.P_521, JWSAlgorithm.ES512);

        private final Curve curve;
        private final JWSAlgorithm algorithm;

        NamedCurve(Curve curve, JWSAlgorithm algorithm) {
            this.curve = curve;
            this.algorithm = algorithm;
        }
    }

    /** Returns the kind of a key that {@link #generate} made. */
    static KeyKind of(JWK key) {
        return switch (key) {
            case RSAKey rsa -> new Rsa(rsa.size(), hash(rsa));
            case ECKey ec -> new Ecdsa(curve(ec));
            case OctetKeyPair _ -> new Ed25519();
            default -> throw new IllegalStateException("no token is signed with a key of type " + key.getKeyType());
        };
    }

    private static Hash hash(RSAKey key) {
        return Arrays.stream(Hash.values())
                .filter(hash -> hash.algorithm.equals(key.getAlgorithm()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no key is for " + key.getAlgorithm()));
    }

    private static NamedCurve curve(ECKey key) {
        return Arrays.stream(NamedCurve.values())
                .filter(curve -> curve.curve.equals(key.getCurve()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no key is on " + key.getCurve()));
    }
}
