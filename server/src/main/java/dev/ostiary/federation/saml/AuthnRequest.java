package dev.ostiary.federation.saml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Asks an identity provider to authenticate somebody (saml-core-2.0-os section 3.4.1). The answer is wanted by the POST binding: no other
 * carries one whole (saml-profiles-2.0-os section 4.1.2).
 *
 * @param id unguessable, an {@code xs:ID}; the answer names it
 * @param destination where the provider takes requests
 * @param nameIdFormat URI of the kind of name that is wanted
 * @param forceAuthn the provider must not rely on who is signed in there already
 * @param isPassive the provider must not show anything to the person
 */
public record AuthnRequest(
        String id,
        Instant at,
        ServiceProvider from,
        URI destination,
        String nameIdFormat,
        boolean forceAuthn,
        boolean isPassive) {

    /**
     * As the Redirect binding carries it (saml-bindings-2.0-os section 3.4.4), signed in the query.
     *
     * @param relayState what the provider gives back
     * @param signing null to send it unsigned
     */
    public URI redirect(String relayState, @Nullable RequestSigning signing) {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("SAMLRequest", Base64.getEncoder().encodeToString(deflated(Xml.bytes(element()))));
        sent.put("RelayState", relayState);
        String query = query(sent);
        if (signing != null) {
            query += "&" + query(Map.of("SigAlg", signing.algorithm().uri()));
            query += "&" + query(Map.of("Signature", signature(query, signing)));
        }
        String to = destination.toString();
        return URI.create(to + (to.contains("?") ? "&" : "?") + query);
    }

    /**
     * The fields of a form, as the POST binding carries it (section 3.5.4), signed in the document.
     *
     * @param signing null to send it unsigned
     */
    public Map<String, String> form(String relayState, @Nullable RequestSigning signing) {
        Element request = element();
        if (signing != null) {
            Signatures.sign(request, signing);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLRequest", Base64.getEncoder().encodeToString(Xml.bytes(request)));
        fields.put("RelayState", relayState);
        return fields;
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
                Binding.POST.uri(),
                "AssertionConsumerServiceURL",
                from.acs());
        Xml.add(request, Names.ASSERTION, "saml:Issuer").setTextContent(from.entityId());
        Xml.add(request, Names.PROTOCOL, "samlp:NameIDPolicy", "Format", nameIdFormat, "AllowCreate", "true");
        return request;
    }

    private static byte[] deflated(byte[] xml) {
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes, raw)) {
            deflate.write(xml);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        } finally {
            raw.end();
        }
        return bytes.toByteArray();
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private static String signature(String query, RequestSigning signing) {
        try {
            Signature signature = Signature.getInstance(signing.algorithm().jca());
            signature.initSign(signing.key());
            signature.update(query.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK can sign with RSA", e);
        }
    }
}
