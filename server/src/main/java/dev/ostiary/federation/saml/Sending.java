package dev.ostiary.federation.saml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** How messages of ours travel with the browser. */
final class Sending {
    static final String REQUEST = "SAMLRequest";
    static final String RESPONSE = "SAMLResponse";
    static final String RELAY_STATE = "RelayState";

    private Sending() {}

    /**
     * As the Redirect binding carries a message (saml-bindings-2.0-os section 3.4.4), signed in the query.
     *
     * @param parameter {@link #REQUEST} or {@link #RESPONSE}
     * @param relayState what the provider gives back; empty for none
     * @param signing null to send it unsigned
     */
    static URI redirect(
            URI destination, String parameter, Element message, String relayState, @Nullable RequestSigning signing) {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put(parameter, Base64.getEncoder().encodeToString(deflated(Xml.bytes(message))));
        if (!relayState.isEmpty()) {
            sent.put(RELAY_STATE, relayState);
        }
        String query = query(sent);
        if (signing != null) {
            query += "&" + query(Map.of("SigAlg", signing.algorithm().uri()));
            query += "&" + query(Map.of("Signature", signature(query, signing)));
        }
        String to = destination.toString();
        return URI.create(to + (to.contains("?") ? "&" : "?") + query);
    }

    /** The fields of a form, as the POST binding carries a message (section 3.5.4), signed in the document. */
    static Map<String, String> form(
            String parameter, Element message, String relayState, @Nullable RequestSigning signing) {
        if (signing != null) {
            Signatures.sign(message, signing);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(parameter, Base64.getEncoder().encodeToString(Xml.bytes(message)));
        if (!relayState.isEmpty()) {
            fields.put(RELAY_STATE, relayState);
        }
        return fields;
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
