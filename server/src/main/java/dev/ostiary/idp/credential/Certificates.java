package dev.ostiary.idp.credential;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** X.509 certificates (RFC 5280). */
public final class Certificates {
    private Certificates() {}

    /** Reads the certificates of a text in PEM (RFC 7468 section 5), leaving out what is none. */
    public static List<X509Certificate> parsePem(byte[] pem) {
        return Pem.blocks(new String(pem, StandardCharsets.ISO_8859_1), "CERTIFICATE").stream()
                .flatMap(der -> parse(der).stream())
                .toList();
    }

    /** Reads one certificate in DER; empty when it is none. */
    public static Optional<X509Certificate> parse(byte[] der) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException notACertificate) {
            return Optional.empty();
        }
    }
}
