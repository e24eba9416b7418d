package dev.ostiary.idp.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads SAML metadata, trusting nothing about it: no document type, no entity, nothing from elsewhere. */
final class SamlMetadataReader {
    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final String DEEPEST = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";
    private static final String DEPTH = "100";

    private SamlMetadataReader() {}

    static Optional<SamlMetadata> read(byte[] xml) {
        return root(xml).flatMap(SamlMetadataReader::provider);
    }

    private static Optional<Element> root(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setAttribute(DEEPEST, DEPTH);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return Optional.of(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement());
        } catch (SAXException | IOException notXml) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser is not the one expected", e);
        }
    }

    private static Optional<SamlMetadata> provider(Element root) {
        return entities(root)
                .flatMap(entity -> children(entity, METADATA, "IDPSSODescriptor")
                        .filter(SamlMetadataReader::speaksSaml2)
                        .flatMap(descriptor -> provider(entity, descriptor).stream()))
                .findFirst();
    }

    private static Stream<Element> entities(Element element) {
        if (!METADATA.equals(element.getNamespaceURI())) {
            return Stream.empty();
        }
        return switch (element.getLocalName()) {
            case "EntityDescriptor" -> Stream.of(element);
            case "EntitiesDescriptor" -> children(element, METADATA, "*").flatMap(SamlMetadataReader::entities);
            default -> Stream.empty();
        };
    }

    private static boolean speaksSaml2(Element descriptor) {
        return List.of(descriptor.getAttribute("protocolSupportEnumeration").split("\\s+"))
                .contains(PROTOCOL);
    }

    private static Optional<SamlMetadata> provider(Element entity, Element descriptor) {
        String entityId = entity.getAttribute("entityID").strip();
        List<SamlMetadata.Endpoint> singleSignOn = endpoints(descriptor, "SingleSignOnService");
        List<SamlMetadata.Endpoint> singleLogout = endpoints(descriptor, "SingleLogoutService");
        List<Optional<X509Certificate>> certificates = children(descriptor, METADATA, "KeyDescriptor")
                .filter(key -> !key.getAttribute("use").equals("encryption"))
                .flatMap(key -> all(key, SIGNATURE, "X509Certificate"))
                .map(SamlMetadataReader::certificate)
                .toList();
        boolean usable = !entityId.isEmpty()
                && !singleSignOn.isEmpty()
                && Stream.concat(singleSignOn.stream(), singleLogout.stream())
                        .allMatch(endpoint -> isWeb(endpoint.location()))
                && certificates.stream().allMatch(Optional::isPresent);
        return usable
                ? Optional.of(new SamlMetadata(
                        entityId,
                        singleSignOn,
                        singleLogout,
                        certificates.stream().flatMap(Optional::stream).toList(),
                        isTrue(descriptor.getAttribute("WantAuthnRequestsSigned"))))
                : Optional.empty();
    }

    private static List<SamlMetadata.Endpoint> endpoints(Element descriptor, String name) {
        return children(descriptor, METADATA, name)
                .map(service ->
                        new SamlMetadata.Endpoint(service.getAttribute("Binding"), service.getAttribute("Location")))
                .toList();
    }

    private static Optional<X509Certificate> certificate(Element element) {
        try {
            return Certificates.parse(
                    Base64.getDecoder().decode(element.getTextContent().replaceAll("\\s", "")));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(String location) {
        try {
            URI uri = new URI(location);
            return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** As XML Schema writes a boolean. */
    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("1");
    }

    private static Stream<Element> children(Element parent, String namespace, String name) {
        return elements(parent.getChildNodes())
                .filter(child -> namespace.equals(child.getNamespaceURI()))
                .filter(child -> name.equals("*") || name.equals(child.getLocalName()));
    }

    private static Stream<Element> all(Element parent, String namespace, String name) {
        return elements(parent.getElementsByTagNameNS(namespace, name));
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
