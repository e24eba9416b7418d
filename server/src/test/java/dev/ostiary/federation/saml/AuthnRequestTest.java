package dev.ostiary.federation.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.saml.RequestSigning.Algorithm;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.credential.SamlKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What identity providers are asked. */
class AuthnRequestTest {
    private static final X509Certificate CERTIFICATE = TestSamlIdp.certificate(TestSamlIdp.KEYS);

    private static AuthnRequest request(String destination, boolean force, boolean passive) {
        return new AuthnRequest(
                "_id",
                Instant.parse("2026-03-04T05:06:07.123456Z"),
                new ServiceProvider("https://ostiary.test", "42"),
                URI.create(destination),
                NameId.PERSISTENT,
                force,
                passive,
                false);
    }

    private static RequestSigning signing(Algorithm algorithm) {
        return new RequestSigning(SamlKeys.privateKey(TestSamlIdp.KEYS.privateKeyPem()), CERTIFICATE, algorithm);
    }

    private static String inflated(String base64) throws IOException {
        try (InflaterInputStream xml = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(base64)), new Inflater(true))) {
            return new String(xml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aRedirectCarriesTheRequestDeflated() throws IOException {
        URI to = request("https://idp.example.com/sso?tenant=1&b=%26", false, false)
                .redirect("state", null);

        assertThat(to.toString()).startsWith("https://idp.example.com/sso?tenant=1&b=%26&SAMLRequest=");
        Parameters sent = Parameters.parse(to.getRawQuery());
        assertThat(sent.first("RelayState")).hasValue("state");
        assertThat(sent.first("Signature")).isEmpty();
        assertThat(inflated(sent.first("SAMLRequest").orElseThrow()))
                .isEqualTo("<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                        + " AssertionConsumerServiceURL=\"https://ostiary.test/idps/42/saml/acs\""
                        + " Destination=\"https://idp.example.com/sso?tenant=1&amp;b=%26\" ID=\"_id\""
                        + " IssueInstant=\"2026-03-04T05:06:07.123Z\""
                        + " ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Version=\"2.0\">"
                        + "<saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
                        + "https://ostiary.test/idps/42/saml/metadata</saml:Issuer>"
                        + "<samlp:NameIDPolicy AllowCreate=\"true\""
                        + " Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\"></samlp:NameIDPolicy>"
                        + "</samlp:AuthnRequest>");
    }

    @ParameterizedTest
    @EnumSource
    void aSignedRedirectIsSignedInTheQuery(Algorithm algorithm) throws GeneralSecurityException {
        String query = request("https://idp.example.com/sso", false, false)
                .redirect("state", signing(algorithm))
                .getRawQuery();

        int end = query.indexOf("&Signature=");
        Signature signature = Signature.getInstance(algorithm.jca());
        signature.initVerify(CERTIFICATE);
        signature.update(query.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        Parameters sent = Parameters.parse(query);
        assertThat(sent.values().keySet()).containsExactly("SAMLRequest", "RelayState", "SigAlg", "Signature");
        assertThat(sent.first("SigAlg")).hasValue(algorithm.uri());
        assertThat(signature.verify(
                        Base64.getDecoder().decode(sent.first("Signature").orElseThrow())))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_SHA256", "RSA_SHA512"})
    void aSignedFormIsSignedInTheDocument(Algorithm algorithm) throws SamlRefused {
        Map<String, String> fields =
                request("https://idp.example.com/sso", true, true).form("state", signing(algorithm));

        String xml = new String(Base64.getDecoder().decode(fields.get("SAMLRequest")), StandardCharsets.UTF_8);
        assertThat(fields).containsOnlyKeys("SAMLRequest", "RelayState").containsEntry("RelayState", "state");
        assertThat(xml)
                .contains("ForceAuthn=\"true\"", "IsPassive=\"true\"", algorithm.uri(), algorithm.digest())
                .doesNotContain("&#");
        assertThat(Signatures.verify(
                        TestSamlIdp.element(TestSamlIdp.document(xml), "AuthnRequest"), List.of(CERTIFICATE)))
                .isTrue();
    }

    @Test
    void anOldProviderMayBeGivenSha1() {
        Map<String, String> fields =
                request("https://idp.example.com/sso", false, false).form("state", signing(Algorithm.RSA_SHA1));

        assertThat(new String(Base64.getDecoder().decode(fields.get("SAMLRequest")), StandardCharsets.UTF_8))
                .contains("xmldsig#rsa-sha1", "SignatureValue");
    }
}
