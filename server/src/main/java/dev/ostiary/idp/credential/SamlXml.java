package dev.ostiary.idp.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML that strangers wrote: no document type, hence no entities and nothing fetched; depth and attributes are bounded. The charset is
 * the declared one, or what the byte order mark says.
 */
final class SamlXml {
    private static final int DEEPEST = 64;
    private static final int MOST_ATTRIBUTES = 64;

    private SamlXml() {}

    /** Returns the root element. */
    static Element parse(byte[] xml) throws SamlMetadataException {
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            // Without one the parser writes to the console.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | IOException malformed) {
            // The parser's own message may quote the document.
            throw new SamlMetadataException(
                    "the metadata is not well-formed XML, has a document type, or is nested too deeply");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's parser knows these settings", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://apache.org/xml/features/allow-java-encodings", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
        factory.setAttribute("jdk.xml.elementAttributeLimit", MOST_ATTRIBUTES);
        return factory;
    }

    static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, name))
                .toList();
    }
}
