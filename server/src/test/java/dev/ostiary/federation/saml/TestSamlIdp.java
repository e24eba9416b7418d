package dev.ostiary.federation.saml;

import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.idp.credential.SamlKeys;
import dev.ostiary.idp.credential.SamlXml;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.encryption.EncryptedData;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** An identity provider that writes what it is told to, right or wrong. */
public final class TestSamlIdp {
    public static final String ENTITY = "https://idp.example.com/metadata";
    public static final String SIGN_ON = "https://idp.example.com/sso";

    public static final String SIGN_OFF = "https://idp.example.com/slo";

    static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    /** What signs; each run has others. */
    static final SamlKeys KEYS = keys();

    static final SamlKeys OTHER = keys();

    private TestSamlIdp() {}

    public static SamlKeys keys() {
        return SamlKeys.generate("1", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(36_500), 2048);
    }

    static X509Certificate certificate(SamlKeys keys) {
        try {
            return PemCertificates.parse(keys.certificatePem().getBytes(StandardCharsets.US_ASCII))
                    .getFirst();
        } catch (CredentialException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its metadata. */
    public static String metadata() {
        return """
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">\
                <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
                <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>%s\
                </X509Certificate></X509Data></KeyInfo></KeyDescriptor>\
                <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%s"/>\
                <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%s" ResponseLocation="%s/answers"/>\
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%s"/>\
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%s"/>\
                </IDPSSODescriptor></EntityDescriptor>""".formatted(
                        ENTITY,
                        KEYS.certificatePem().replaceAll("-----[A-Z ]+-----", ""),
                        SIGN_OFF,
                        SIGN_OFF,
                        SIGN_OFF,
                        SIGN_ON,
                        SIGN_ON);
    }

    /** A response with an assertion, neither signed. The person is {@code alice-there}. */
    public static String response(ServiceProvider to, String request, Instant now) {
        return """
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
                ID="_response" Version="2.0" IssueInstant="NOW" Destination="ACS" InResponseTo="REQUEST">\
                <saml:Issuer>IDP</saml:Issuer>\
                <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
                <saml:Assertion ID="_assertion" Version="2.0" IssueInstant="NOW"><saml:Issuer>IDP</saml:Issuer>\
                <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice-there</saml:NameID>\
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml:SubjectConfirmationData InResponseTo="REQUEST" NotOnOrAfter="LATER" Recipient="ACS"/>\
                </saml:SubjectConfirmation></saml:Subject>\
                <saml:Conditions NotBefore="EARLIER" NotOnOrAfter="LATER">\
                <saml:AudienceRestriction><saml:Audience>SP</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
                <saml:AuthnStatement AuthnInstant="EARLIER" SessionIndex="session-1"><saml:AuthnContext><saml:AuthnContextClassRef>\
                urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>\
                </saml:AuthnStatement><saml:AttributeStatement>\
                <saml:Attribute Name="uid"><saml:AttributeValue>alice</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3">\
                <saml:AttributeValue>alice@acme.test</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="givenName"><saml:AttributeValue>Alice</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="sn"><saml:AttributeValue>Doe</saml:AttributeValue></saml:Attribute>\
                <saml:Attribute Name="groups"><saml:AttributeValue>a</saml:AttributeValue><saml:AttributeValue>b</saml:AttributeValue>\
                </saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>""".replace("NOW", now.toString())
                .replace("EARLIER", now.minusSeconds(5).toString())
                .replace("LATER", now.plusSeconds(300).toString())
                .replace("ACS", to.acs())
                .replace("IDP", ENTITY)
                .replace("REQUEST", request)
                .replace("SP</", to.entityId() + "</");
    }

    /** A request to end the session of {@code alice-there}, not signed. */
    public static String logoutRequest(ServiceProvider to, String id, Instant now) {
        return """
                <samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
                ID="%s" Version="2.0" IssueInstant="%s" NotOnOrAfter="%s" Destination="%s"><saml:Issuer>%s</saml:Issuer>\
                <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice-there</saml:NameID>\
                <samlp:SessionIndex>session-1</samlp:SessionIndex></samlp:LogoutRequest>""".formatted(id, now, now.plusSeconds(300), to.slo(), ENTITY);
    }

    /** An answer to a logout request, not signed. */
    public static String logoutResponse(ServiceProvider to, String request, Instant now) {
        return """
                <samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
                ID="_answer" Version="2.0" IssueInstant="%s" Destination="%s" InResponseTo="%s"><saml:Issuer>%s</saml:Issuer>\
                <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
                </samlp:LogoutResponse>""".formatted(now, to.slo(), request, ENTITY);
    }

    /** The query with which the Redirect binding carries a message, signed. */
    public static String query(String parameter, String xml, String relayState) {
        return query(KEYS, parameter, xml, relayState);
    }

    static String query(SamlKeys keys, String parameter, String xml, String relayState) {
        RequestSigning signing = new RequestSigning(
                SamlKeys.privateKey(keys.privateKeyPem()), certificate(keys), RequestSigning.Algorithm.RSA_SHA256);
        return Sending.redirect(
                        URI.create("https://x.test/"),
                        parameter,
                        document(xml).getDocumentElement(),
                        relayState,
                        signing)
                .getRawQuery();
    }

    /** How something is signed. */
    record Signing(Key key, X509Certificate certificate, String algorithm, String digest, List<String> transforms) {
        static final Signing USUAL = by(KEYS, MORE + "rsa-sha256", SHA256);

        static Signing by(SamlKeys keys, String algorithm, String digest) {
            return new Signing(
                    SamlKeys.privateKey(keys.privateKeyPem()),
                    TestSamlIdp.certificate(keys),
                    algorithm,
                    digest,
                    List.of(Transforms.TRANSFORM_ENVELOPED_SIGNATURE, Transforms.TRANSFORM_C14N_EXCL_OMIT_COMMENTS));
        }

        Signing with(Key other) {
            return new Signing(other, certificate, algorithm, digest, transforms);
        }

        Signing with(List<String> other) {
            return new Signing(key, certificate, algorithm, digest, other);
        }
    }

    /** A response as it should be, with its assertion signed. */
    public static String signed(ServiceProvider to, String request, Instant now) {
        return signed(response(to, request, now), "Assertion");
    }

    /** Signs the element of this name. */
    public static String signed(String xml, String name) {
        return signed(xml, name, Signing.USUAL);
    }

    static String signed(String xml, String name, Signing how) {
        Document document = document(xml);
        sign(element(document, name), how);
        return text(document);
    }

    static void sign(Element element, Signing how) {
        Santuario.ready();
        try {
            element.setIdAttributeNS(null, "ID", true);
            XMLSignature signature = new XMLSignature(
                    element.getOwnerDocument(), "", how.algorithm(), Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS);
            element.insertBefore(signature.getElement(), element.getFirstChild().getNextSibling());
            Transforms transforms = new Transforms(element.getOwnerDocument());
            for (String transform : how.transforms()) {
                transforms.addTransform(transform);
            }
            signature.addDocument("#" + element.getAttribute("ID"), transforms, how.digest());
            signature.addKeyInfo(how.certificate());
            signature.sign(how.key());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Encrypts the assertion. */
    static String encrypted(String xml, X509Certificate to, String cipher, String wrap) {
        Santuario.ready();
        try {
            Document document = document(xml);
            Element assertion = element(document, "Assertion");
            Element place = document.createElementNS(Names.ASSERTION, "saml:EncryptedAssertion");
            assertion.getParentNode().replaceChild(place, assertion);
            place.appendChild(assertion);
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(cipher.contains("256") ? 256 : 128);
            SecretKey key = generator.generateKey();
            XMLCipher keyCipher = XMLCipher.getInstance(wrap);
            keyCipher.init(XMLCipher.WRAP_MODE, to.getPublicKey());
            XMLCipher dataCipher = XMLCipher.getInstance(cipher);
            dataCipher.init(XMLCipher.ENCRYPT_MODE, key);
            EncryptedData data = dataCipher.getEncryptedData();
            KeyInfo info = new KeyInfo(document);
            info.add(keyCipher.encryptKey(document, key));
            data.setKeyInfo(info);
            dataCipher.doFinal(document, assertion, false);
            return text(document);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Document document(String xml) {
        try {
            return SamlXml.document(xml.getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Element element(Document document, String name) {
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }

    static String text(Document document) {
        Santuario.ready();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_WITH_COMMENTS).canonicalizeSubtree(document, bytes);
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
