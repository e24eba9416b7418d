package dev.ostiary.idp.credential;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/** Certificates in {@code KeyDescriptor}s (saml-metadata-2.0-os section 2.4.1.1, XML Signature section 4.5.4). */
final class SamlCertificates {
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    private SamlCertificates() {}

    /** @param use signing or encryption; a key that doesn't say serves both */
    static List<X509Certificate> of(Element provider, String metadata, String use) throws SamlMetadataException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (Element key : SamlXml.children(provider, metadata, "KeyDescriptor")) {
            if (serves(key, use)) {
                for (Element certificate : certificates(key)) {
                    certificates.add(parse(certificate.getTextContent()));
                }
            }
        }
        return List.copyOf(certificates);
    }

    private static boolean serves(Element key, String use) throws SamlMetadataException {
        return switch (key.getAttribute("use").strip()) {
            case "" -> true;
            case "signing", "encryption" -> key.getAttribute("use").strip().equals(use);
            default -> throw new SamlMetadataException("the use of a KeyDescriptor must be signing or encryption");
        };
    }

    private static List<Element> certificates(Element key) {
        return SamlXml.children(key, SIGNATURE, "KeyInfo").stream()
                .flatMap(info -> SamlXml.children(info, SIGNATURE, "X509Data").stream())
                .flatMap(data -> SamlXml.children(data, SIGNATURE, "X509Certificate").stream())
                .toList();
    }

    private static X509Certificate parse(String base64) throws SamlMetadataException {
        try {
            return Certificates.der(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException | CertificateException e) {
            throw new SamlMetadataException("an X509Certificate is not a certificate in base64");
        }
    }
}
