package dev.ostiary.idp.credential;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Certificates in PEM (RFC 7468 section 5), such as the certification authorities of an LDAP server. */
public final class PemCertificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemCertificates() {}

    /**
     * Reads all certificates that can be read; what stands around them, and blocks that can't be read, are ignored, as the contract has it.
     *
     * @return at least one
     * @throws CredentialException when there is none
     */
    public static List<X509Certificate> parse(byte[] pem) throws CredentialException {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        List<X509Certificate> certificates = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int body = begin + BEGIN.length();
            int next = text.indexOf(BEGIN, body);
            // A block without an end must not swallow the one after it.
            String block = next < 0 ? text.substring(body) : text.substring(body, next);
            certificate(block).ifPresent(certificates::add);
            begin = next;
        }
        if (certificates.isEmpty()) {
            throw new CredentialException("there must be at least one readable certificate in PEM");
        }
        return List.copyOf(certificates);
    }

    private static Optional<X509Certificate> certificate(String block) {
        int end = block.indexOf(END);
        if (end < 0) {
            return Optional.empty();
        }
        try {
            String base64 = block.substring(0, end).replaceAll("\\s", "");
            return Optional.of(Certificates.der(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException | CertificateException unreadable) {
            return Optional.empty();
        }
    }
}
