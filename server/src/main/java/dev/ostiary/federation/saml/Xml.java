package dev.ostiary.federation.saml;

import dev.ostiary.idp.credential.SamlXml;
import java.io.ByteArrayOutputStream;
import javax.xml.XMLConstants;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes documents. */
final class Xml {
    private Xml() {}

    /**
     * Begins a document.
     *
     * @param name with its prefix
     * @param attributes name and value by turns; an empty value leaves the attribute out
     */
    static Element root(String namespace, String name, String... attributes) {
        Document document = SamlXml.empty();
        Element root = element(document, namespace, name, attributes);
        document.appendChild(root);
        return root;
    }

    /** Adds an element as the last. */
    static Element add(Element parent, String namespace, String name, String... attributes) {
        Element child = element(parent.getOwnerDocument(), namespace, name, attributes);
        parent.appendChild(child);
        return child;
    }

    private static Element element(Document document, String namespace, String name, String... attributes) {
        Element element = document.createElementNS(namespace, name);
        // Canonicalization knows only declarations that stand there, and leaves out those that say nothing new.
        element.setAttributeNS(
                XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + name.substring(0, name.indexOf(':')), namespace);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                element.setAttributeNS(null, attributes[i], attributes[i + 1]);
            }
        }
        return element;
    }

    /** Writes a document in exclusive canonical form, in UTF-8. */
    static byte[] bytes(Element root) {
        return bytes(root, Names.EXCLUSIVE_C14N);
    }

    /** Writes an element as a document of its own, with the namespaces that it inherited; a signature in it goes on to hold. */
    static byte[] standingAlone(Element element) {
        return bytes(element, Canonicalizer.ALGO_ID_C14N_WITH_COMMENTS);
    }

    private static byte[] bytes(Element root, String form) {
        Santuario.ready();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Canonicalizer.getInstance(form).canonicalizeSubtree(root, bytes);
        } catch (XMLSecurityException e) {
            throw new IllegalStateException("a document can be written", e);
        }
        return bytes.toByteArray();
    }
}
