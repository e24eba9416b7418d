package dev.ostiary.federation.saml;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * Tells an identity provider that the sessions which it asked about have ended here (saml-core-2.0-os section 3.7.2). It is always signed.
 *
 * @param id unguessable, an {@code xs:ID}
 * @param destination where the provider takes such answers
 * @param request id of the request
 */
public record LogoutResponse(String id, Instant at, ServiceProvider from, URI destination, String request) {

    /**
     * As the Redirect binding carries it (saml-bindings-2.0-os section 3.4.4).
     *
     * @param relayState as the request brought it; empty when it brought none
     */
    public URI redirect(String relayState, RequestSigning signing) {
        return Sending.redirect(destination, Sending.RESPONSE, element(), relayState, signing);
    }

    /** The fields of a form, as the POST binding carries it (section 3.5.4). */
    public Map<String, String> form(String relayState, RequestSigning signing) {
        return Sending.form(Sending.RESPONSE, element(), relayState, signing);
    }

    private Element element() {
        Element response = Xml.root(
                Names.PROTOCOL,
                "samlp:LogoutResponse",
                "ID",
                id,
                "Version",
                "2.0",
                "IssueInstant",
                at.truncatedTo(ChronoUnit.MILLIS).toString(),
                "Destination",
                destination.toString(),
                "InResponseTo",
                request);
        Xml.add(response, Names.ASSERTION, "saml:Issuer").setTextContent(from.entityId());
        Element status = Xml.add(response, Names.PROTOCOL, "samlp:Status");
        Xml.add(status, Names.PROTOCOL, "samlp:StatusCode", "Value", Names.SUCCESS);
        return response;
    }
}
