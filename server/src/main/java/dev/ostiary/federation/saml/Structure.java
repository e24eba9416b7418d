package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What keeps a signature from being of one element while another is read: whatever is read is in the document only once, no two elements
 * have the same id, and a signature stands in what it signs.
 *
 * @see <a href="https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky">On Breaking SAML: Be
 *     Whoever You Want to Be</a>
 */
final class Structure {
    /** Messages that have a signature of their own. */
    private static final Set<String> SIGNED = Set.of("Response", "LogoutRequest", "LogoutResponse");

    private final List<Element> elements = new ArrayList<>();

    private Structure(Document document) {
        collect(document.getDocumentElement());
    }

    /** The parser bounds the depth. */
    private void collect(Element element) {
        elements.add(element);
        SamlXml.children(element).forEach(this::collect);
    }

    /** Refuses a document in which something is there twice. */
    static void requireSound(Document document) throws SamlRefused {
        Structure structure = new Structure(document);
        structure.requireOneOfAll();
        structure.requireDistinctIds();
        structure.requireSignaturesInPlace();
    }

    private void requireOneOfAll() throws SamlRefused {
        require(count("Response") <= 1, Check.MESSAGE, "there are several responses");
        require(
                count("LogoutRequest") + count("LogoutResponse") <= 1,
                Check.MESSAGE,
                "there are several messages about logout");
        require(
                count("Assertion") + count("EncryptedAssertion") <= 1,
                Check.MESSAGE,
                "there are several assertions, and one is expected");
    }

    private long count(String name) {
        return elements.stream()
                .filter(element -> name.equals(element.getLocalName()))
                .count();
    }

    private void requireDistinctIds() throws SamlRefused {
        Set<String> ids = new HashSet<>();
        for (Element element : elements) {
            for (String id : ids(element)) {
                require(ids.add(id), Check.MESSAGE, "two elements have the same id");
            }
        }
    }

    /** Each specification calls it otherwise: {@code ID}, {@code Id}, {@code xml:id}. */
    private static List<String> ids(Element element) {
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(element.getAttributes()::item)
                .filter(attribute -> "id".equalsIgnoreCase(attribute.getLocalName()))
                .map(Node::getNodeValue)
                .toList();
    }

    private void requireSignaturesInPlace() throws SamlRefused {
        for (Element element : elements) {
            if (SamlXml.is(element, Names.SIGNATURE, "Signature")) {
                requireInPlace(element);
            }
        }
    }

    private static void requireInPlace(Element signature) throws SamlRefused {
        require(
                signature.getParentNode() instanceof Element parent
                        && (SamlXml.is(parent, Names.ASSERTION, "Assertion")
                                || Names.PROTOCOL.equals(parent.getNamespaceURI())
                                        && SIGNED.contains(parent.getLocalName())),
                Check.MESSAGE,
                "a signature stands where none belongs");
        require(isPlain(signature), Check.MESSAGE, "there is a comment or an instruction in a signature");
    }

    private static boolean isPlain(Node node) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            boolean plain = switch (child.getNodeType()) {
                case Node.ELEMENT_NODE -> isPlain(child);
                case Node.TEXT_NODE -> true;
                default -> false;
            };
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
