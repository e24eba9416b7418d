package dev.ostiary.federation.saml;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.w3c.dom.Element;

/**
 * Asks a provider for the message that an artifact stands for (saml-core-2.0-os section 3.5.1), signed, as the SOAP binding carries it
 * (saml-bindings-2.0-os section 3.2).
 *
 * @param id unguessable, an {@code xs:ID}
 * @param destination where the provider gives messages out
 */
public record ArtifactResolve(String id, Instant at, ServiceProvider from, URI destination, Artifact artifact) {
    public static final String MEDIA_TYPE = "text/xml; charset=utf-8";

    /** The document to post. */
    public String soap(RequestSigning signing) {
        Element request = Xml.root(
                Names.PROTOCOL,
                "samlp:ArtifactResolve",
                "ID",
                id,
                "Version",
                "2.0",
                "IssueInstant",
                at.truncatedTo(ChronoUnit.MILLIS).toString(),
                "Destination",
                destination.toString());
        Xml.add(request, Names.ASSERTION, "saml:Issuer").setTextContent(from.entityId());
        Xml.add(request, Names.PROTOCOL, "samlp:Artifact").setTextContent(artifact.text());
        Signatures.sign(request, signing);
        return "<soap:Envelope xmlns:soap=\"" + Names.SOAP + "\"><soap:Body>"
                + new String(Xml.bytes(request), StandardCharsets.UTF_8) + "</soap:Body></soap:Envelope>";
    }
}
