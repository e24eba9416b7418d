package dev.ostiary.federation.saml;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Asks an identity provider to authenticate somebody (saml-core-2.0-os section 3.4.1). The answer is wanted by the POST binding, or by an
 * artifact: the redirect can't carry one whole (saml-profiles-2.0-os section 4.1.2).
 *
 * @param id unguessable, an {@code xs:ID}; the answer names it
 * @param destination where the provider takes requests
 * @param nameIdFormat URI of the kind of name that is wanted
 * @param forceAuthn the provider must not rely on who is signed in there already
 * @param isPassive the provider must not show anything to the person
 * @param byArtifact the answer is wanted by an artifact
 */
public record AuthnRequest(
        String id,
        Instant at,
        ServiceProvider from,
        URI destination,
        String nameIdFormat,
        boolean forceAuthn,
        boolean isPassive,
        boolean byArtifact) {

    /**
     * As the Redirect binding carries it (saml-bindings-2.0-os section 3.4.4), signed in the query.
     *
     * @param relayState what the provider gives back
     * @param signing null to send it unsigned
     */
    public URI redirect(String relayState, @Nullable RequestSigning signing) {
        return Sending.redirect(destination, Sending.REQUEST, element(), relayState, signing);
    }

    /**
     * The fields of a form, as the POST binding carries it (section 3.5.4), signed in the document.
     *
     * @param signing null to send it unsigned
     */
    public Map<String, String> form(String relayState, @Nullable RequestSigning signing) {
        return Sending.form(Sending.REQUEST, element(), relayState, signing);
    }

    private Element element() {
        Element request = Xml.root(
                Names.PROTOCOL,
                "samlp:AuthnRequest",
                "ID",
                id,
                "Version",
                "2.0",
                "IssueInstant",
                at.truncatedTo(ChronoUnit.MILLIS).toString(),
                "Destination",
                destination.toString(),
                "ForceAuthn",
                forceAuthn ? "true" : "",
                "IsPassive",
                isPassive ? "true" : "",
                "ProtocolBinding",
                byArtifact ? Names.ARTIFACT_BINDING : Binding.POST.uri(),
                "AssertionConsumerServiceURL",
                from.acs());
        Xml.add(request, Names.ASSERTION, "saml:Issuer").setTextContent(from.entityId());
        Xml.add(request, Names.PROTOCOL, "samlp:NameIDPolicy", "Format", nameIdFormat, "AllowCreate", "true");
        return request;
    }
}
