package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message about logout as the browser brought it from a provider; nothing of it has been verified.
 *
 * @param isResponse whether it answers a request of ours
 * @param message the document, at most {@value SamlResponse#MOST_BYTES} bytes
 * @param relayState empty when none came along
 * @param query what signs it, where that stands in the query; {@link QuerySignature#NONE} where it stands in the document
 */
public record Carried(Binding binding, boolean isResponse, byte[] message, String relayState, QuerySignature query) {

    /**
     * Reads what the Redirect binding carries (saml-bindings-2.0-os section 3.4.4).
     *
     * @param query of the request, as it was sent: it is what the provider has signed, to the letter
     */
    public static Carried redirected(String query) throws SamlRefused {
        Map<String, String> raw = raw(query);
        boolean isResponse = isResponse(raw.containsKey(Sending.REQUEST), raw.containsKey(Sending.RESPONSE));
        String encoding = decoded(raw.getOrDefault("SAMLEncoding", ""));
        require(
                encoding.isEmpty() || encoding.equals("urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE"),
                Check.MESSAGE,
                "the message is encoded in a way that is not known");
        String name = isResponse ? Sending.RESPONSE : Sending.REQUEST;
        byte[] message = Inflating.inflated(base64(decoded(raw.getOrDefault(name, ""))), SamlResponse.MOST_BYTES);
        String signed = Stream.of(name, Sending.RELAY_STATE, "SigAlg")
                .filter(raw::containsKey)
                .map(each -> each + "=" + raw.get(each))
                .collect(Collectors.joining("&"));
        QuerySignature signature = new QuerySignature(
                signed, decoded(raw.getOrDefault("SigAlg", "")), base64(decoded(raw.getOrDefault("Signature", ""))));
        return new Carried(
                Binding.REDIRECT, isResponse, message, decoded(raw.getOrDefault(Sending.RELAY_STATE, "")), signature);
    }

    /** Reads what the POST binding carries (section 3.5.4). A field that wasn't sent is empty. */
    public static Carried posted(String request, String response, String relayState) throws SamlRefused {
        boolean isResponse = isResponse(!request.isEmpty(), !response.isEmpty());
        byte[] message = base64(isResponse ? response : request);
        require(message.length <= SamlResponse.MOST_BYTES, Check.MESSAGE, "the message is too long");
        return new Carried(Binding.POST, isResponse, message, relayState, QuerySignature.NONE);
    }

    private static boolean isResponse(boolean request, boolean response) throws SamlRefused {
        require(request != response, Check.MESSAGE, "there must be either a request or a response");
        return response;
    }

    /** Each parameter as it was sent. One that comes twice is none that could be trusted. */
    private static Map<String, String> raw(String query) throws SamlRefused {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String before = raw.put(pair.substring(0, equals), pair.substring(equals + 1));
                require(before == null, Check.MESSAGE, "a parameter was sent twice");
            }
        }
        return raw;
    }

    private static String decoded(String raw) throws SamlRefused {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new SamlRefused(Check.MESSAGE, "a parameter is not encoded as it must be", malformed);
        }
    }

    private static byte[] base64(String text) throws SamlRefused {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException malformed) {
            throw new SamlRefused(Check.MESSAGE, "the message is not in base64", malformed);
        }
    }

    /** Says nothing about the message. */
    @Override
    public String toString() {
        return "Carried[" + binding + ", " + (isResponse ? "response" : "request") + "]";
    }
}
