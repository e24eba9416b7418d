package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The answer of an identity provider (saml-core-2.0-os section 3.2.2, saml-profiles-2.0-os section 4.1.4).
 *
 * <p>Nothing of an assertion is read before a signature of it, or of the response around it, has been verified; and what is read is the very
 * element whose signature was.
 */
public final class SamlResponse {
    /** The most bytes of a message. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";
    private static final Set<String> DENIALS = Set.of(STATUS + "AuthnFailed", STATUS + "RequestDenied");

    private SamlResponse() {}

    /**
     * Returns what the provider says of the person.
     *
     * @param message the document, at most {@value #MOST_BYTES} bytes
     * @throws SamlRefused at the first check that fails
     */
    public static Assertion read(byte[] message, Expectation expected) throws SamlRefused {
        Element response = parsed(message);
        requireForThis(response, expected);
        requireSuccess(response);
        boolean signed = Signatures.verify(response, expected.certificates());
        require(
                !signed || response.hasAttribute("Destination"),
                Check.DESTINATION,
                "the response is signed and does not say where it was sent");
        Element assertion = assertion(response, expected);
        boolean itselfSigned = Signatures.verify(assertion, expected.certificates());
        require(signed || itselfSigned, Check.SIGNATURE, "neither the response nor the assertion is signed");
        return AssertionReader.read(assertion, expected);
    }

    private static Element parsed(byte[] message) throws SamlRefused {
        require(message.length <= MOST_BYTES, Check.MESSAGE, "the message has more than " + MOST_BYTES + " bytes");
        try {
            Document document = SamlXml.document(message);
            Element response = document.getDocumentElement();
            require(
                    SamlXml.is(response, Names.PROTOCOL, "Response")
                            && response.getAttribute("Version").equals("2.0"),
                    Check.MESSAGE,
                    "the message is no response of SAML 2.0");
            Structure.requireSound(document);
            return response;
        } catch (SAXException malformed) {
            throw new SamlRefused(
                    Check.MESSAGE,
                    "the message is not well-formed XML, has a document type, or is nested too deeply",
                    malformed);
        }
    }

    private static void requireForThis(Element response, Expectation expected) throws SamlRefused {
        String destination = response.getAttribute("Destination");
        require(
                !response.hasAttribute("Destination") || expected.here().takesAnswersAt(destination),
                Check.DESTINATION,
                "the response was sent to " + destination + " and not to "
                        + expected.here().acs());
        require(
                response.getAttribute("InResponseTo").equals(expected.request()),
                Check.REQUEST,
                "the response does not answer the request of this sign-in");
        List<Element> issuers = SamlXml.children(response, Names.ASSERTION, "Issuer");
        if (!issuers.isEmpty()) {
            requireIssuer(issuers, expected.provider());
        }
    }

    static void requireIssuer(List<Element> issuers, String provider) throws SamlRefused {
        String issuer =
                issuers.stream().map(Element::getTextContent).map(String::strip).collect(Collectors.joining(", "));
        require(
                issuer.equals(provider),
                Check.ISSUER,
                "it comes from '" + issuer + "', and the metadata is that of '" + provider + "'");
    }

    static void requireSuccess(Element response) throws SamlRefused {
        Stream<Element> status = SamlXml.children(response, Names.PROTOCOL, "Status").stream();
        List<Element> top = status.flatMap(each -> SamlXml.children(each, Names.PROTOCOL, "StatusCode").stream())
                .toList();
        require(top.size() == 1, Check.MESSAGE, "the response has no status, or several");
        String code = top.getFirst().getAttribute("Value");
        if (code.equals(Names.SUCCESS)) {
            return;
        }
        String detail = SamlXml.children(top.getFirst(), Names.PROTOCOL, "StatusCode").stream()
                .map(second -> second.getAttribute("Value"))
                .findFirst()
                .orElse("");
        String message = top.getFirst().getParentNode() instanceof Element parent
                ? SamlXml.children(parent, Names.PROTOCOL, "StatusMessage").stream()
                        .map(Element::getTextContent)
                        .collect(Collectors.joining(" "))
                : "";
        throw new SamlRefused(
                DENIALS.contains(detail) ? Check.DENIED : Check.STATUS,
                Stream.of(code, detail, message)
                        .filter(said -> !said.isBlank())
                        .map(said -> said.replace(STATUS, ""))
                        .collect(Collectors.joining(", ")));
    }

    /** Decrypted where it must be. */
    private static Element assertion(Element response, Expectation expected) throws SamlRefused {
        List<Element> plain = SamlXml.children(response, Names.ASSERTION, "Assertion");
        List<Element> encrypted = SamlXml.children(response, Names.ASSERTION, "EncryptedAssertion");
        require(plain.size() + encrypted.size() == 1, Check.MESSAGE, "the response has no assertion");
        if (!plain.isEmpty()) {
            return plain.getFirst();
        }
        Element opened =
                Decryption.assertion(encrypted.getFirst(), expected.key().get());
        Structure.requireSound(opened.getOwnerDocument());
        return opened;
    }
}
