package dev.ostiary.federation.saml;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * What this server says of itself to one identity provider (saml-metadata-2.0-os section 2.4.4).
 *
 * @param certificate signs requests, and what is encrypted for it can be opened
 * @param signed whether requests are signed
 * @param nameIdFormat URI of the kind of name that is wanted
 * @param byArtifact whether answers may come by an artifact
 */
public record ServiceProviderMetadata(
        ServiceProvider here, X509Certificate certificate, boolean signed, String nameIdFormat, boolean byArtifact) {
    public static final String MEDIA_TYPE = "application/samlmetadata+xml";

    /** In the order of preference. */
    private static final List<String> ENCRYPTION = List.of(
            Names.ENCRYPTION_11 + "aes256-gcm",
            Names.ENCRYPTION_11 + "aes128-gcm",
            Names.ENCRYPTION + "rsa-oaep-mgf1p");

    /** @param oldFirst whether the address of older servers comes first, and is the default */
    public byte[] xml(boolean oldFirst) {
        Element entity = Xml.root(
                Names.METADATA,
                "md:EntityDescriptor",
                "entityID",
                here.entityId(),
                "validUntil",
                certificate.getNotAfter().toInstant().toString());
        Element descriptor = Xml.add(
                entity,
                Names.METADATA,
                "md:SPSSODescriptor",
                "AuthnRequestsSigned",
                Boolean.toString(signed),
                "WantAssertionsSigned",
                "true",
                "protocolSupportEnumeration",
                Names.PROTOCOL);
        key(descriptor, "signing");
        Element encryption = key(descriptor, "encryption");
        ENCRYPTION.forEach(method -> Xml.add(encryption, Names.METADATA, "md:EncryptionMethod", "Algorithm", method));
        for (Binding binding : Binding.values()) {
            Xml.add(
                    descriptor,
                    Names.METADATA,
                    "md:SingleLogoutService",
                    "Binding",
                    binding.uri(),
                    "Location",
                    here.slo());
        }
        Xml.add(descriptor, Names.METADATA, "md:NameIDFormat").setTextContent(nameIdFormat);
        List<String> addresses = Stream.of(here.acs(), here.oldAcs()).toList();
        for (String address : oldFirst ? addresses.reversed() : addresses) {
            consumer(descriptor, Binding.POST.uri(), address);
        }
        if (byArtifact) {
            consumer(descriptor, Names.ARTIFACT_BINDING, here.acs());
        }
        return Xml.bytes(entity);
    }

    private Element key(Element descriptor, String use) {
        Element key = Xml.add(descriptor, Names.METADATA, "md:KeyDescriptor", "use", use);
        Element info = Xml.add(key, Names.SIGNATURE, "ds:KeyInfo");
        Element data = Xml.add(info, Names.SIGNATURE, "ds:X509Data");
        Xml.add(data, Names.SIGNATURE, "ds:X509Certificate").setTextContent(base64());
        return key;
    }

    private String base64() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private static void consumer(Element descriptor, String binding, String address) {
        int index = descriptor
                .getElementsByTagNameNS(Names.METADATA, "AssertionConsumerService")
                .getLength();
        Xml.add(
                descriptor,
                Names.METADATA,
                "md:AssertionConsumerService",
                "Binding",
                binding,
                "Location",
                address,
                "index",
                Integer.toString(index),
                "isDefault",
                index == 0 ? "true" : "");
    }
}
