package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;

/** Verifies Ed25519 signatures (RFC 8037 section 3.1) with the JDK; Nimbus' own verifier needs another library. */
public final class Ed25519JwsVerifier implements JWSVerifier {
    private final OctetKeyPair key;
    private final JCAContext context = new JCAContext();

    public Ed25519JwsVerifier(OctetKeyPair key) {
        this.key = key;
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
        boolean understood =
                header.getCriticalParams() == null && supportedJWSAlgorithms().contains(header.getAlgorithm());
        if (!understood || !Curve.Ed25519.equals(key.getCurve())) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(Ed25519Keys.NAME);
            verifier.initVerify(Ed25519Keys.publicKey(key));
            verifier.update(signed);
            return verifier.verify(signature.decode());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the key is not an Ed25519 key", e);
        }
    }
}
