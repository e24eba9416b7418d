package dev.ostiary.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.idp.credential.SamlKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;

/**
 * A SAML 2.0 identity provider for people who come with the header {@link Upstream#ACCOUNT}: it takes requests by the Redirect binding and
 * answers by the POST binding, with a signed assertion. It remembers nothing, asks nothing, and is the same for every subject. It shares its
 * processors with them, so it reads and writes its few documents as text.
 */
final class SamlUpstream implements AutoCloseable {
    static final String ENTITY = "urn:ostiary:bench:saml";

    private static final int KEY_BITS = 2048;

    private static final Pattern ID = Pattern.compile("\\sID=\"([^\"]*)\"");
    private static final Pattern RECIPIENT = Pattern.compile("\\sAssertionConsumerServiceURL=\"([^\"]*)\"");
    private static final Pattern ASKER = Pattern.compile("<(?:\\w+:)?Issuer[^>]*>([^<]*)<");

    private static final String SIGNED_INFO = """
            <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
            <ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>\
            <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>\
            <ds:Reference URI="#_%s"><ds:Transforms>\
            <ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>\
            <ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>\
            <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>\
            <ds:DigestValue>%s</ds:DigestValue></ds:Reference></ds:SignedInfo>""";

    private final HttpServer server;
    private final String certificate;
    private final PrivateKey key;

    private SamlUpstream(HttpServer server, String certificate, PrivateKey key) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
    }

    static SamlUpstream start() throws IOException {
        SamlKeys keys = SamlKeys.generate("1", Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(30), KEY_BITS);
        HttpServer server = Upstream.onLoopback();
        SamlUpstream upstream =
                new SamlUpstream(server, der(keys.certificatePem()), SamlKeys.privateKey(keys.privateKeyPem()));
        server.createContext("/sso", upstream::answer);
        server.start();
        return upstream;
    }

    private static String der(String pem) throws IOException {
        try {
            byte[] der = PemCertificates.parse(pem.getBytes(StandardCharsets.US_ASCII))
                    .getFirst()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(der);
        } catch (CredentialException | CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    /** Where it takes requests. */
    String signOn() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/sso";
    }

    /** What signs, in base64. */
    String certificate() {
        return certificate;
    }

    String metadata() {
        return """
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">\
                <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
                <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>%s\
                </X509Certificate></X509Data></KeyInfo></KeyDescriptor>\
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%s"/>\
                </IDPSSODescriptor></EntityDescriptor>""".formatted(ENTITY, certificate, signOn());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = Upstream.form(exchange.getRequestURI().getRawQuery());
            String account = exchange.getRequestHeaders().getFirst(Upstream.ACCOUNT);
            String request = new String(inflated(query.getOrDefault("SAMLRequest", "")), StandardCharsets.UTF_8);
            String to = found(RECIPIENT, request);
            post(exchange, to, response(request, to, account), query.getOrDefault("RelayState", ""));
        }
    }

    /** Finds what is as it stands in a request of one of the subjects, so that it may stand so in the answer. */
    private static String found(Pattern where, String request) throws IOException {
        Matcher found = where.matcher(request);
        if (!found.find()) {
            throw new IOException("the request has no " + where);
        }
        return found.group(1);
    }

    private static byte[] inflated(String request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Inflater raw = new Inflater(true);
        try (InflaterOutputStream inflate = new InflaterOutputStream(bytes, raw)) {
            inflate.write(Base64.getMimeDecoder().decode(request));
        } finally {
            raw.end();
        }
        return bytes.toByteArray();
    }

    private String response(String request, String to, String account) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String asked = found(ID, request);
        String id = UUID.randomUUID().toString();
        String begin = """
                <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_%1$s" IssueInstant="%2$s" Version="2.0">\
                <saml:Issuer>%3$s</saml:Issuer>""".formatted(id, now, ENTITY);
        String end = """
                <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%1$s</saml:NameID>\
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml:SubjectConfirmationData InResponseTo="%2$s" NotOnOrAfter="%3$s" Recipient="%4$s"></saml:SubjectConfirmationData>\
                </saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="%5$s" NotOnOrAfter="%3$s">\
                <saml:AudienceRestriction><saml:Audience>%6$s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
                <saml:AuthnStatement AuthnInstant="%5$s" SessionIndex="_%7$s"><saml:AuthnContext><saml:AuthnContextClassRef>\
                urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>\
                </saml:AuthnStatement><saml:AttributeStatement>%8$s</saml:AttributeStatement></saml:Assertion>""".formatted(
                        account,
                        asked,
                        now.plusSeconds(300),
                        to,
                        now.minusSeconds(5),
                        found(ASKER, request),
                        id,
                        attribute("username", account)
                                + attribute("email", account + "@example.com")
                                + attribute("firstName", "Minnie")
                                + attribute("lastName", "Mouse"));
        return """
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_%1$s" InResponseTo="%2$s" IssueInstant="%3$s" \
                Destination="%4$s" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%5$s</saml:Issuer>\
                <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>%6$s</samlp:Response>""".formatted(UUID.randomUUID(), asked, now, to, ENTITY, begin + signature(id, begin + end) + end);
    }

    private static String attribute(String name, String value) {
        return "<saml:Attribute Name=\"" + name
                + "\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:basic\"><saml:AttributeValue>" + value
                + "</saml:AttributeValue></saml:Attribute>";
    }

    /** An enveloped signature (XML Signature section 6.6.4): what it is of, and what signs that, stand there in canonical form already. */
    private String signature(String id, String assertion) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(assertion.getBytes(StandardCharsets.UTF_8));
            String info = SIGNED_INFO.formatted(id, Base64.getEncoder().encodeToString(digest));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(info.getBytes(StandardCharsets.UTF_8));
            return "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">" + info + "<ds:SignatureValue>"
                    + Base64.getEncoder().encodeToString(signature.sign()) + "</ds:SignatureValue></ds:Signature>";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void post(HttpExchange exchange, String to, String response, String relayState) throws IOException {
        byte[] page = """
                <!doctype html><title>Back</title><form method="post" action="%s"><input type="hidden" name="SAMLResponse" value="%s">\
                <input type="hidden" name="RelayState" value="%s"></form>""".formatted(
                        to,
                        Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8)),
                        relayState.replace("&", "&amp;").replace("\"", "&quot;"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
