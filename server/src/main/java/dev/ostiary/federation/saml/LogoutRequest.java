package dev.ostiary.federation.saml;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * Asks an identity provider to end somebody's session there (saml-core-2.0-os section 3.7.1). It is always signed (saml-profiles-2.0-os
 * section 4.4.4.1).
 *
 * @param id an {@code xs:ID}; the answer names it
 * @param destination where the provider takes such requests
 * @param name as the provider gave it
 * @param sessionIndex of the session; empty where the provider gave none, which means all of the person's
 */
public record LogoutRequest(
        String id, Instant at, ServiceProvider from, URI destination, NameId name, String sessionIndex) {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** As the Redirect binding carries it (saml-bindings-2.0-os section 3.4.4). */
    public URI redirect(String relayState, RequestSigning signing) {
        return Sending.redirect(destination, Sending.REQUEST, element(), relayState, signing);
    }

    /** The fields of a form, as the POST binding carries it (section 3.5.4). */
    public Map<String, String> form(String relayState, RequestSigning signing) {
        return Sending.form(Sending.REQUEST, element(), relayState, signing);
    }

    private Element element() {
        Element request = Xml.root(
                Names.PROTOCOL,
                "samlp:LogoutRequest",
                "ID",
                id,
                "Version",
                "2.0",
                "IssueInstant",
                text(at),
                "Destination",
                destination.toString(),
                "NotOnOrAfter",
                text(at.plus(LIFETIME)));
        Xml.add(request, Names.ASSERTION, "saml:Issuer").setTextContent(from.entityId());
        Xml.add(
                        request,
                        Names.ASSERTION,
                        "saml:NameID",
                        "Format",
                        name.format(),
                        "NameQualifier",
                        name.qualifier(),
                        "SPNameQualifier",
                        name.ourQualifier())
                .setTextContent(name.value());
        if (!sessionIndex.isEmpty()) {
            Xml.add(request, Names.PROTOCOL, "samlp:SessionIndex").setTextContent(sessionIndex);
        }
        return request;
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
