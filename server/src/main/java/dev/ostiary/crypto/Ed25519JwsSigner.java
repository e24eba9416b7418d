package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Set;

/** Signs with Ed25519 (RFC 8037 section 3.1) by the JDK; Nimbus' own signer needs another library. Safe for use by many threads. */
final class Ed25519JwsSigner implements JWSSigner {
    private final PrivateKey key;
    private final JCAContext context = new JCAContext();

    /** @param pair with its private part */
    Ed25519JwsSigner(OctetKeyPair pair) throws JOSEException {
        try {
            this.key = Ed25519Keys.privateKey(pair);
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the key is not an Ed25519 key", e);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] content) throws JOSEException {
        try {
            Signature signer = Signature.getInstance(Ed25519Keys.NAME);
            signer.initSign(key);
            signer.update(content);
            return Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new JOSEException("signing with Ed25519 failed", e);
        }
    }
}
