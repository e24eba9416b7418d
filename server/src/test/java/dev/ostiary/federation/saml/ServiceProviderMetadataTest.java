package dev.ostiary.federation.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What providers read of this server. */
class ServiceProviderMetadataTest {
    private static final X509Certificate CERTIFICATE = TestSamlIdp.certificate(TestSamlIdp.KEYS);
    private static final ServiceProviderMetadata METADATA = new ServiceProviderMetadata(
            new ServiceProvider("https://ostiary.test", "42"), CERTIFICATE, true, NameId.PERSISTENT, false);

    private static Document document(boolean oldFirst) {
        return TestSamlIdp.document(new String(METADATA.xml(oldFirst), StandardCharsets.UTF_8));
    }

    private static List<Element> all(Document document, String name) {
        NodeList found = document.getElementsByTagNameNS(Names.METADATA, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void itNamesThisServerItsAddressesAndItsKeys() {
        Document document = document(false);

        Element entity = document.getDocumentElement();
        assertThat(entity.getAttribute("entityID")).isEqualTo("https://ostiary.test/idps/42/saml/metadata");
        assertThat(entity.getAttribute("validUntil"))
                .isEqualTo(CERTIFICATE.getNotAfter().toInstant().toString());
        assertThat(all(document, "SPSSODescriptor").getFirst().getAttribute("AuthnRequestsSigned"))
                .isEqualTo("true");
        assertThat(all(document, "KeyDescriptor"))
                .extracting(key -> key.getAttribute("use"))
                .containsExactly("signing", "encryption");
        assertThat(all(document, "EncryptionMethod"))
                .extracting(method -> method.getAttribute("Algorithm"))
                .first()
                .isEqualTo("http://www.w3.org/2009/xmlenc11#aes256-gcm");
        assertThat(all(document, "NameIDFormat"))
                .extracting(Element::getTextContent)
                .containsExactly(NameId.PERSISTENT);
    }

    @Test
    void theFirstAddressIsTheDefault() {
        List<Element> consumers = all(document(false), "AssertionConsumerService");

        assertThat(consumers)
                .extracting(consumer -> consumer.getAttribute("Location"))
                .containsExactly(
                        "https://ostiary.test/idps/42/saml/acs",
                        "https://ostiary.test/ui/login/login/externalidp/saml/acs");
        assertThat(consumers)
                .extracting(consumer -> consumer.getAttribute("index"))
                .containsExactly("0", "1");
        assertThat(consumers)
                .extracting(consumer -> consumer.getAttribute("isDefault"))
                .containsExactly("true", "");
        assertThat(all(document(true), "AssertionConsumerService").getFirst().getAttribute("Location"))
                .endsWith("/externalidp/saml/acs");
    }
}
