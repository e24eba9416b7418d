package dev.ostiary.idp.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML that strangers wrote: no document type, hence no entities and nothing fetched; depth and attributes are bounded. The charset is
 * the declared one, or what the byte order mark says.
 */
public final class SamlXml {
    private static final int DEEPEST = 64;
    private static final int MOST_ATTRIBUTES = 64;

    /** To set one up costs several times what it costs to read a document. For one thread at a time. */
    private static final DocumentBuilderFactory BUILDERS = builders();

    private SamlXml() {}

    /** Returns the root element. */
    static Element parse(byte[] xml) throws SamlMetadataException {
        try {
            return document(xml).getDocumentElement();
        } catch (SAXException malformed) {
            // The parser's own message may quote the document.
            throw new SamlMetadataException(
                    "the metadata is not well-formed XML, has a document type, or is nested too deeply");
        }
    }

    /**
     * Returns the document.
     *
     * @throws SAXException when it is not well-formed, has a document type, or is nested too deeply; the message may quote the document
     */
    public static Document document(byte[] xml) throws SAXException {
        try {
            DocumentBuilder builder = builder();
            // Without one the parser writes to the console.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (IOException malformed) {
            throw new SAXException(malformed);
        }
    }

    /** Returns a document without anything in it. */
    public static Document empty() {
        return builder().newDocument();
    }

    private static DocumentBuilder builder() {
        synchronized (BUILDERS) {
            try {
                return BUILDERS.newDocumentBuilder();
            } catch (ParserConfigurationException e) {
                throw unknown(e);
            }
        }
    }

    private static IllegalStateException unknown(ParserConfigurationException e) {
        return new IllegalStateException("the JDK's parser knows these settings", e);
    }

    private static DocumentBuilderFactory builders() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://apache.org/xml/features/allow-java-encodings", true);
        } catch (ParserConfigurationException e) {
            throw unknown(e);
        }
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
        factory.setAttribute("jdk.xml.elementAttributeLimit", MOST_ATTRIBUTES);
        return factory;
    }

    public static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    public static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    public static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, name))
                .toList();
    }
}
