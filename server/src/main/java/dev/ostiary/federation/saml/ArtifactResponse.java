package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.util.List;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a provider answers to {@link ArtifactResolve} (saml-core-2.0-os section 3.5.2). The message in it must stand by itself: it is checked
 * like one that the browser brought, with its own signature.
 */
public final class ArtifactResponse {
    private ArtifactResponse() {}

    /**
     * Takes the message out.
     *
     * @param soap the provider's answer
     * @param request id of the request
     * @param provider its entity id
     * @return the document of the response to the sign-in
     */
    public static byte[] message(byte[] soap, String request, String provider) throws SamlRefused {
        Element body = only(root(soap), Names.SOAP, "Body");
        Element answer = only(body, Names.PROTOCOL, "ArtifactResponse");
        require(
                answer.getAttribute("InResponseTo").equals(request),
                Check.REQUEST,
                "the artifact's answer does not answer the request");
        List<Element> issuers = SamlXml.children(answer, Names.ASSERTION, "Issuer");
        if (!issuers.isEmpty()) {
            SamlResponse.requireIssuer(issuers, provider);
        }
        SamlResponse.requireSuccess(answer);
        return Xml.standingAlone(only(answer, Names.PROTOCOL, "Response"));
    }

    private static Element root(byte[] soap) throws SamlRefused {
        try {
            Element root = SamlXml.document(soap).getDocumentElement();
            require(SamlXml.is(root, Names.SOAP, "Envelope"), Check.MESSAGE, "the artifact's answer is not SOAP 1.1");
            return root;
        } catch (SAXException malformed) {
            throw new SamlRefused(Check.MESSAGE, "the artifact's answer is not well-formed XML", malformed);
        }
    }

    private static Element only(Element parent, String namespace, String name) throws SamlRefused {
        List<Element> all = SamlXml.children(parent, namespace, name);
        require(all.size() == 1, Check.MESSAGE, "the artifact's answer has no " + name + ", or several");
        return all.getFirst();
    }
}
