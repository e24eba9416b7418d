package dev.ostiary.idp.credential;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** One X.509 certificate (RFC 5280 section 4.1). */
final class Certificates {
    private Certificates() {}

    /** @param der the certificate and nothing after it */
    static X509Certificate der(byte[] der) throws CertificateException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        if (!Arrays.equals(certificate.getEncoded(), der)) {
            throw new CertificateException("more than one certificate");
        }
        return certificate;
    }
}
