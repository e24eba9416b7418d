package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A signature of a query (saml-bindings-2.0-os section 3.4.4.1).
 *
 * @param signed the part of the query that is signed, as it was sent
 * @param algorithm URI; empty when there is no signature
 */
record QuerySignature(String signed, String algorithm, byte[] value) {
    static final QuerySignature NONE = new QuerySignature("", "", new byte[0]);

    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    /** As for documents, no SHA-1. ECDSA signatures are r and s, one after the other (RFC 9231 section 2.3.6). */
    private static final Map<String, String> ALGORITHMS = Map.of(
            MORE + "rsa-sha256", "SHA256withRSA",
            MORE + "rsa-sha384", "SHA384withRSA",
            MORE + "rsa-sha512", "SHA512withRSA",
            MORE + "ecdsa-sha256", "SHA256withECDSAinP1363Format",
            MORE + "ecdsa-sha384", "SHA384withECDSAinP1363Format",
            MORE + "ecdsa-sha512", "SHA512withECDSAinP1363Format");

    /** @throws SamlRefused unless the key of one of the certificates made it */
    void verify(List<X509Certificate> certificates) throws SamlRefused {
        require(!algorithm.isEmpty() && value.length > 0, Check.SIGNATURE, "the message is not signed");
        String jca = ALGORITHMS.get(algorithm);
        if (jca == null) {
            throw new SamlRefused(Check.SIGNATURE, "signed by the algorithm " + algorithm + ", which is not accepted");
        }
        require(
                certificates.stream().map(X509Certificate::getPublicKey).anyMatch(key -> isBy(key, jca)),
                Check.SIGNATURE,
                "the signature is by none of the " + certificates.size()
                        + " certificates in the provider's metadata, or it was changed");
    }

    private boolean isBy(PublicKey key, String jca) {
        if (!key.getAlgorithm().equals(jca.contains("ECDSA") ? "EC" : "RSA") || !Signatures.isStrong(key)) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(jca);
            signature.initVerify(key);
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signature.verify(value);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "QuerySignature[" + algorithm + "]";
    }
}
