package dev.ostiary.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.idp.credential.SamlKeys;
import dev.ostiary.idp.credential.SamlXml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A SAML 2.0 identity provider for people who come with the header {@link Upstream#ACCOUNT}: it takes requests by the Redirect binding and
 * answers by the POST binding, with a signed assertion. It remembers nothing, asks nothing, and is the same for every subject.
 */
final class SamlUpstream implements AutoCloseable {
    static final String ENTITY = "urn:ostiary:bench:saml";

    private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static final int KEY_BITS = 2048;

    private final HttpServer server;
    private final String certificate;
    private final PrivateKey key;

    private SamlUpstream(HttpServer server, String certificate, PrivateKey key) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
    }

    static SamlUpstream start() throws IOException {
        System.setProperty("org.apache.xml.security.ignoreLineBreaks", "true");
        Init.init();
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
            try {
                Element request = SamlXml.document(inflated(query.getOrDefault("SAMLRequest", "")))
                        .getDocumentElement();
                String to = request.getAttribute("AssertionConsumerServiceURL");
                Document response =
                        SamlXml.document(response(request, to, account).getBytes(StandardCharsets.UTF_8));
                sign((Element)
                        response.getElementsByTagNameNS(ASSERTION, "Assertion").item(0));
                post(exchange, to, response, query.getOrDefault("RelayState", ""));
            } catch (SAXException | XMLSecurityException e) {
                throw new IOException(e);
            }
        }
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

    private static String response(Element request, String to, String account) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String asker = SamlXml.children(request, ASSERTION, "Issuer").getFirst().getTextContent();
        return """
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
                ID="_%1$s" Version="2.0" IssueInstant="%2$s" Destination="%3$s" InResponseTo="%4$s"><saml:Issuer>%5$s</saml:Issuer>\
                <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
                <saml:Assertion ID="_%6$s" Version="2.0" IssueInstant="%2$s"><saml:Issuer>%5$s</saml:Issuer><saml:Subject>\
                <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%7$s</saml:NameID>\
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml:SubjectConfirmationData InResponseTo="%4$s" NotOnOrAfter="%8$s" Recipient="%3$s"/></saml:SubjectConfirmation>\
                </saml:Subject><saml:Conditions NotBefore="%9$s" NotOnOrAfter="%8$s"><saml:AudienceRestriction>\
                <saml:Audience>%10$s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
                <saml:AuthnStatement AuthnInstant="%9$s" SessionIndex="_%6$s"><saml:AuthnContext><saml:AuthnContextClassRef>\
                urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>\
                </saml:AuthnStatement><saml:AttributeStatement>%11$s</saml:AttributeStatement></saml:Assertion></samlp:Response>""".formatted(
                        UUID.randomUUID(),
                        now,
                        to,
                        request.getAttribute("ID"),
                        ENTITY,
                        UUID.randomUUID(),
                        account,
                        now.plusSeconds(300),
                        now.minusSeconds(5),
                        asker,
                        attribute("username", account)
                                + attribute("email", account + "@example.com")
                                + attribute("firstName", "Minnie")
                                + attribute("lastName", "Mouse"));
    }

    private static String attribute(String name, String value) {
        return "<saml:Attribute Name=\"" + name
                + "\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:basic\"><saml:AttributeValue>" + value
                + "</saml:AttributeValue></saml:Attribute>";
    }

    private void sign(Element assertion) throws XMLSecurityException {
        Document document = assertion.getOwnerDocument();
        assertion.setIdAttributeNS(null, "ID", true);
        XMLSignature signature = new XMLSignature(
                document, "", XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256, Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
        assertion.insertBefore(signature.getElement(), assertion.getFirstChild().getNextSibling());
        Transforms transforms = new Transforms(document);
        transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
        transforms.addTransform(Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS);
        signature.addDocument("#" + assertion.getAttribute("ID"), transforms, SHA256);
        signature.sign(key);
    }

    private static void post(HttpExchange exchange, String to, Document response, String relayState)
            throws IOException, XMLSecurityException {
        ByteArrayOutputStream xml = new ByteArrayOutputStream();
        Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS).canonicalizeSubtree(response, xml);
        byte[] page = """
                <!doctype html><title>Back</title><form method="post" action="%s"><input type="hidden" name="SAMLResponse" value="%s">\
                <input type="hidden" name="RelayState" value="%s"></form>""".formatted(
                        to,
                        Base64.getEncoder().encodeToString(xml.toByteArray()),
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
