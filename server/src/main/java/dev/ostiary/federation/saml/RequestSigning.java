package dev.ostiary.federation.saml;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What requests are signed with.
 *
 * @param certificate goes along, where the binding has a place for it
 */
public record RequestSigning(PrivateKey key, X509Certificate certificate, Algorithm algorithm) {

    /** RFC 9231 sections 2.3; SHA-1 is there for providers that know nothing else. */
    public enum Algorithm {
        RSA_SHA1("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1", "SHA1withRSA"),
        RSA_SHA256(
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "SHA256withRSA"),
        RSA_SHA512(
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
                "http://www.w3.org/2001/04/xmlenc#sha512",
                "SHA512withRSA");

        private final String uri;
        private final String digest;
        private final String jca;

        Algorithm(String uri, String digest, String jca) {
            this.uri = uri;
            this.digest = digest;
            this.jca = jca;
        }

        String uri() {
            return uri;
        }

        String digest() {
            return digest;
        }

        String jca() {
            return jca;
        }
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "RequestSigning[" + algorithm + "]";
    }
}
