package dev.ostiary.federation.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.federation.saml.TestSamlIdp.Signing;
import dev.ostiary.idp.credential.SamlKeys;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer must be like, and all that it must not be. */
class SamlResponseTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final ServiceProvider HERE = new ServiceProvider("https://ostiary.test", "42");
    private static final SamlKeys OURS = TestSamlIdp.keys();
    private static final String XMLENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final String GCM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    private static final String CBC = XMLENC + "aes256-cbc";
    private static final String OAEP = XMLENC + "rsa-oaep-mgf1p";
    private static final String RESPONSE = TestSamlIdp.response(HERE, "_request", NOW);

    private static Expectation expected(@Nullable Duration maxAge, X509Certificate... certificates) {
        return new Expectation(
                HERE,
                TestSamlIdp.ENTITY,
                "_request",
                List.of(certificates),
                () -> SamlKeys.privateKey(OURS.privateKeyPem()),
                maxAge,
                NOW);
    }

    private static Assertion read(String xml) throws SamlRefused {
        return SamlResponse.read(
                xml.getBytes(StandardCharsets.UTF_8), expected(null, TestSamlIdp.certificate(TestSamlIdp.KEYS)));
    }

    private static SamlRefused refusal(String xml) {
        return catchThrowableOfType(SamlRefused.class, () -> read(xml));
    }

    private static Check refused(String xml) {
        SamlRefused refusal = refusal(xml);
        assertThat(refusal).as(xml).isNotNull();
        return refusal.check();
    }

    private static String signed(String xml) {
        return TestSamlIdp.signed(xml, "Assertion");
    }

    private static String replaced(String what, String by) {
        assertThat(RESPONSE).contains(what);
        return RESPONSE.replace(what, by);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Assertion", "Response"})
    void whatIsSignedIsReadWhole(String signed) throws SamlRefused {
        Assertion assertion = read(TestSamlIdp.signed(RESPONSE, signed));

        assertThat(assertion.issuer()).isEqualTo(TestSamlIdp.ENTITY);
        assertThat(assertion.nameId()).isEqualTo(new NameId("alice-there", NameId.PERSISTENT));
        assertThat(assertion.attributes())
                .containsEntry("uid", List.of("alice"))
                .containsEntry("groups", List.of("a", "b"));
        assertThat(assertion.authnContext()).endsWith(":PasswordProtectedTransport");
        assertThat(assertion.authenticated()).isEqualTo(NOW.minusSeconds(5));
        assertThat(assertion.sessionIndex()).isEqualTo("session-1");
        assertThat(assertion.sessionEnd()).isNull();
    }

    @Test
    void bothMayBeSignedAndThenBothMustBeRight() throws SamlRefused {
        String assertion = TestSamlIdp.signed(RESPONSE, "Assertion");

        assertThat(read(TestSamlIdp.signed(assertion, "Response")).nameId().value())
                .isEqualTo("alice-there");
        String other = TestSamlIdp.signed(
                RESPONSE,
                "Assertion",
                Signing.by(TestSamlIdp.OTHER, TestSamlIdp.MORE + "rsa-sha256", TestSamlIdp.SHA256));
        assertThat(refused(TestSamlIdp.signed(other, "Response"))).isEqualTo(Check.SIGNATURE);
    }

    @Test
    void anyCertificateOfTheMetadataWillDoSoThatKeysCanFollowEachOther() throws SamlRefused {
        byte[] xml = signed(RESPONSE).getBytes(StandardCharsets.UTF_8);
        X509Certificate other = TestSamlIdp.certificate(TestSamlIdp.OTHER);

        Assertion read = SamlResponse.read(xml, expected(null, other, TestSamlIdp.certificate(TestSamlIdp.KEYS)));

        assertThat(read.nameId().value()).isEqualTo("alice-there");
        SamlRefused unknown =
                catchThrowableOfType(SamlRefused.class, () -> SamlResponse.read(xml, expected(null, other)));
        assertThat(unknown.check()).isEqualTo(Check.SIGNATURE);
        assertThat(catchThrowableOfType(SamlRefused.class, () -> SamlResponse.read(xml, expected(null)))
                        .check())
                .isEqualTo(Check.SIGNATURE);
    }

    @Test
    void theKeyThatASignatureBringsAlongCountsForNothing() {
        String foreign = TestSamlIdp.signed(
                RESPONSE,
                "Assertion",
                Signing.by(TestSamlIdp.OTHER, TestSamlIdp.MORE + "rsa-sha256", TestSamlIdp.SHA256));

        assertThat(foreign).contains("X509Certificate");
        assertThat(refused(foreign)).isEqualTo(Check.SIGNATURE);
    }

    @Test
    void whatIsNotSignedIsRefused() {
        assertThat(refused(RESPONSE)).isEqualTo(Check.SIGNATURE);
    }

    @ParameterizedTest
    @EnumSource
    void aWrappedSignatureIsRefused(Wrapping wrapping) {
        String attack = wrapping.attack(RESPONSE);

        assertThat(attack).contains("admin").contains("alice-there");
        assertThat(refused(attack)).isEqualTo(Check.MESSAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "alice-there, admin",
        "<saml:AttributeValue>alice</, <saml:AttributeValue>bob</",
        "alice-there, ''",
        "session-1, session-2"
    })
    void whatWasChangedAfterSigningIsRefused(String before, String after) {
        assertThat(refused(signed(RESPONSE).replace(before, after))).isEqualTo(Check.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa-sha1      | http://www.w3.org/2000/09/xmldsig#rsa-sha1           | http://www.w3.org/2001/04/xmlenc#sha256",
                "digest sha1   | http://www.w3.org/2001/04/xmldsig-more#rsa-sha256    | http://www.w3.org/2000/09/xmldsig#sha1",
                "both sha1     | http://www.w3.org/2000/09/xmldsig#rsa-sha1           | http://www.w3.org/2000/09/xmldsig#sha1"
            })
    void sha1IsRefused(String what, String algorithm, String digest) {
        assertThat(refused(TestSamlIdp.signed(RESPONSE, "Assertion", Signing.by(TestSamlIdp.KEYS, algorithm, digest))))
                .as(what)
                .isEqualTo(Check.SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"rsa-sha384, xmldsig-more#sha384", "rsa-sha512, xmlenc#sha512"})
    void strongerHashesAreFine(String algorithm, String digest) throws SamlRefused {
        Signing how = Signing.by(TestSamlIdp.KEYS, TestSamlIdp.MORE + algorithm, "http://www.w3.org/2001/04/" + digest);

        assertThat(read(TestSamlIdp.signed(RESPONSE, "Assertion", how)).nameId().value())
                .isEqualTo("alice-there");
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() {
        byte[] known = TestSamlIdp.certificate(TestSamlIdp.KEYS).getPublicKey().getEncoded();
        Signing hmac = Signing.by(TestSamlIdp.KEYS, TestSamlIdp.MORE + "hmac-sha256", TestSamlIdp.SHA256)
                .with(new SecretKeySpec(known, "HmacSHA256"));

        assertThat(refused(TestSamlIdp.signed(RESPONSE, "Assertion", hmac))).isEqualTo(Check.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature http://www.w3.org/2001/10/xml-exc-c14n# "
                        + "http://www.w3.org/2001/10/xml-exc-c14n#"
            })
    void otherTransformsAreRefused(String transforms) {
        Signing how = Signing.USUAL.with(List.of(transforms.split(" ")));

        assertThat(refused(TestSamlIdp.signed(RESPONSE, "Assertion", how))).isEqualTo(Check.SIGNATURE);
    }

    @Test
    void twoElementsWithTheSameIdAreRefused() {
        assertThat(refused(signed(replaced("\"_assertion\"", "\"_response\"")))).isEqualTo(Check.MESSAGE);
        assertThat(refused(signed(replaced("<saml:Subject>", "<saml:Subject xml:id=\"_response\">"))))
                .isEqualTo(Check.MESSAGE);
    }

    @Test
    void aCommentInANameDoesNotCutItOff() throws SamlRefused {
        String signed = signed(replaced("alice-there", "admin<!-- -->.example.com"));

        assertThat(signed).contains("<!-- -->");
        assertThat(read(signed).nameId().value()).isEqualTo("admin.example.com");
        String smuggled = signed(replaced("alice-there", "admin.example.com"))
                .replace("admin.example.com", "admin<!-- -->.example.com");
        assertThat(read(smuggled).nameId().value()).isEqualTo("admin.example.com");
    }

    @Test
    void aCommentInASignatureIsRefused() {
        String signed = signed(RESPONSE).replaceFirst("(<ds:DigestValue[^>]*>)", "$1<!-- x -->");

        assertThat(refused(signed)).isEqualTo(Check.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
                "<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/evil.dtd\">",
                "<!DOCTYPE r>"
            })
    void aDocumentTypeIsRefused(String type) {
        assertThat(refused(type + signed(RESPONSE))).isEqualTo(Check.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<a/>", "<a", "\u0000", "<samlp:Response/>"})
    void whatIsNoResponseIsRefused(String text) {
        assertThat(refused(text)).isEqualTo(Check.MESSAGE);
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() {
        assertThat(refused(" ".repeat(SamlResponse.MOST_BYTES + 1))).isEqualTo(Check.MESSAGE);
        assertThat(refused("<a>".repeat(10_000) + "</a>".repeat(10_000))).isEqualTo(Check.MESSAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "another version         | ID=\"_response\" Version=\"2.0\" | ID=\"_response\" Version=\"1.1\" | MESSAGE",
                "sent elsewhere          | Destination=\"https://ostiary.test | Destination=\"https://evil.test | DESTINATION",
                "ACS of another provider | Destination=\"https://ostiary.test/idps/42/ | Destination=\"https://ostiary.test/idps/43/ | DESTINATION",
                "another request         | InResponseTo=\"_request\"> | InResponseTo=\"_other\"> | REQUEST",
                "unsolicited             | InResponseTo=\"_request\"> | > | REQUEST",
                "another issuer          | <saml:Issuer>https://idp.example.com | <saml:Issuer>https://evil.example.com | ISSUER",
                "no issuer               | \"2026-03-04T05:06:07Z\"><saml:Issuer>https://idp.example.com/metadata</saml:Issuer> | \"2026-03-04T05:06:07Z\"><saml:Issuer/> | ISSUER",
                "no status               | <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/> | <samlp:StatusMessage/> | MESSAGE",
                "not for us              | <saml:Audience>https://ostiary.test/idps/42 | <saml:Audience>https://other.test/idps/42 | AUDIENCE",
                "for nobody in particular| <saml:AudienceRestriction><saml:Audience>https://ostiary.test/idps/42/saml/metadata</saml:Audience></saml:AudienceRestriction> | '' | AUDIENCE",
                "unknown condition       | <saml:AudienceRestriction> | <saml:Condition/><saml:AudienceRestriction> | AUDIENCE",
                "not yet valid           | NotBefore=\"2026-03-04T05:06:02Z\" | NotBefore=\"2026-03-04T05:07:08Z\" | TIME",
                "expired                 | NotBefore=\"2026-03-04T05:06:02Z\" NotOnOrAfter=\"2026-03-04T05:11:07Z\" | NotOnOrAfter=\"2026-03-04T05:05:07Z\" | TIME",
                "no time                 | NotBefore=\"2026-03-04T05:06:02Z\" | NotBefore=\"today\" | TIME",
                "confirmation expired    | NotOnOrAfter=\"2026-03-04T05:11:07Z\" Recipient | NotOnOrAfter=\"2026-03-04T05:05:07Z\" Recipient | TIME",
                "confirmation without end| NotOnOrAfter=\"2026-03-04T05:11:07Z\" Recipient | Recipient | CONFIRMATION",
                "to another recipient    | Recipient=\"https://ostiary.test | Recipient=\"https://evil.test | CONFIRMATION",
                "to no recipient         | Recipient=\"https://ostiary.test/idps/42/saml/acs\" | '' | CONFIRMATION",
                "confirms another request| SubjectConfirmationData InResponseTo=\"_request\" | SubjectConfirmationData InResponseTo=\"_other\" | REQUEST",
                "confirms no request     | SubjectConfirmationData InResponseTo=\"_request\" | SubjectConfirmationData | REQUEST",
                "no bearer               | cm:bearer | cm:holder-of-key | CONFIRMATION",
                "no sign-in              | saml:AuthnStatement | saml:OtherStatement | AUTHENTICATION",
                "no time of the sign-in  | AuthnInstant=\"2026-03-04T05:06:02Z\" | '' | AUTHENTICATION",
                "signs in tomorrow       | AuthnInstant=\"2026-03-04T05:06:02Z\" | AuthnInstant=\"2026-03-05T05:06:02Z\" | AUTHENTICATION",
                "the session is over     | SessionIndex=\"session-1\" | SessionNotOnOrAfter=\"2026-03-04T05:00:00Z\" | TIME"
            })
    void whatDoesNotHoldIsRefusedThoughItIsSigned(String what, String before, String after, Check check) {
        assertThat(refused(signed(replaced(before, after)))).as(what).isEqualTo(check);
    }

    @Test
    void aSignedResponseSaysWhereItWasSent() {
        String nowhere = replaced("Destination=\"https://ostiary.test/idps/42/saml/acs\"", "");

        assertThat(refused(TestSamlIdp.signed(nowhere, "Response"))).isEqualTo(Check.DESTINATION);
        assertThat(refusal(signed(nowhere))).isNull();
    }

    @Test
    void theAddressOfOlderServersIsOursToo() throws SamlRefused {
        String there = RESPONSE.replace(HERE.acs(), "https://ostiary.test/ui/login/login/externalidp/saml/acs");

        assertThat(read(signed(there)).nameId().value()).isEqualTo("alice-there");
    }

    @Test
    void clocksMayDifferByAMinute() throws SamlRefused {
        String early = replaced("NotBefore=\"2026-03-04T05:06:02Z\"", "NotBefore=\"2026-03-04T05:07:07Z\"");
        String late = replaced(
                "NotOnOrAfter=\"2026-03-04T05:11:07Z\" Recipient", "NotOnOrAfter=\"2026-03-04T05:05:08Z\" Recipient");

        assertThat(read(signed(early)).nameId().value()).isEqualTo("alice-there");
        assertThat(read(signed(late)).nameId().value()).isEqualTo("alice-there");
    }

    @ParameterizedTest
    @CsvSource({
        "Responder, '', STATUS",
        "Responder, AuthnFailed, DENIED",
        "Responder, RequestDenied, DENIED",
        "Requester, InvalidNameIDPolicy, STATUS",
        "Responder, NoPassive, STATUS"
    })
    void anErrorOfTheProviderIsSaid(String code, String second, Check check) {
        String urn = "urn:oasis:names:tc:SAML:2.0:status:";
        String status = "<samlp:StatusCode Value=\"" + urn + code + "\">"
                + (second.isEmpty() ? "" : "<samlp:StatusCode Value=\"" + urn + second + "\"/>")
                + "</samlp:StatusCode><samlp:StatusMessage>Sorry.</samlp:StatusMessage>";
        SamlRefused refusal = refusal(replaced("<samlp:StatusCode Value=\"" + urn + "Success\"/>", status)
                .replaceFirst("<saml:Assertion .*</saml:Assertion>", ""));

        assertThat(refusal.check()).isEqualTo(check);
        assertThat(refusal).hasMessageContaining(code).hasMessageContaining("Sorry.");
    }

    @Test
    void aSuccessWithoutAnAssertionIsRefused() {
        String empty = RESPONSE.replaceFirst("<saml:Assertion .*</saml:Assertion>", "");

        assertThat(refused(TestSamlIdp.signed(empty, "Response"))).isEqualTo(Check.MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 60})
    void whoSignedInLongAgoIsRefusedWhereTheApplicationSaysSo(long maxAge) throws SamlRefused {
        String old = signed(replaced("AuthnInstant=\"2026-03-04T05:06:02Z\"", "AuthnInstant=\"2026-03-04T05:00:00Z\""));
        Expectation expected = expected(Duration.ofSeconds(maxAge), TestSamlIdp.certificate(TestSamlIdp.KEYS));

        assertThat(SamlResponse.read(signed(RESPONSE).getBytes(StandardCharsets.UTF_8), expected)
                        .authenticated())
                .isEqualTo(NOW.minusSeconds(5));
        assertThat(catchThrowableOfType(
                                SamlRefused.class,
                                () -> SamlResponse.read(old.getBytes(StandardCharsets.UTF_8), expected))
                        .check())
                .isEqualTo(Check.AUTHENTICATION);
    }

    @Test
    void namesThatDoNotLastAndMissingOnesAreTold() throws SamlRefused {
        String fleeting = replaced("nameid-format:persistent", "nameid-format:transient");
        String none = RESPONSE.replaceFirst("<saml:NameID .*</saml:NameID>", "");

        assertThat(read(signed(fleeting)).nameId().isLasting()).isFalse();
        assertThat(read(signed(none)).nameId()).isEqualTo(NameId.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {GCM, CBC, "http://www.w3.org/2009/xmlenc11#aes128-gcm", XMLENC + "aes128-cbc"})
    void anEncryptedAssertionIsOpened(String cipher) throws SamlRefused {
        X509Certificate ours = TestSamlIdp.certificate(OURS);
        String inside = TestSamlIdp.encrypted(signed(RESPONSE), ours, cipher, OAEP);
        String outside = TestSamlIdp.signed(TestSamlIdp.encrypted(RESPONSE, ours, cipher, OAEP), "Response");

        assertThat(inside).doesNotContain("alice");
        assertThat(read(inside).nameId().value()).isEqualTo("alice-there");
        assertThat(read(outside).nameId().value()).isEqualTo("alice-there");
    }

    @ParameterizedTest
    @ValueSource(strings = {GCM, CBC})
    void encryptionIsNoSignature(String cipher) {
        assertThat(refused(TestSamlIdp.encrypted(RESPONSE, TestSamlIdp.certificate(OURS), cipher, OAEP)))
                .isEqualTo(Check.SIGNATURE);
    }

    @Test
    void whatIsEncryptedForSomebodyElseIsRefused() {
        X509Certificate other = TestSamlIdp.certificate(TestSamlIdp.OTHER);

        assertThat(refused(TestSamlIdp.encrypted(signed(RESPONSE), other, GCM, OAEP)))
                .isEqualTo(Check.ENCRYPTION);
    }

    @Test
    void oldEncryptionIsRefused() {
        X509Certificate ours = TestSamlIdp.certificate(OURS);

        assertThat(refused(TestSamlIdp.encrypted(signed(RESPONSE), ours, GCM, XMLENC + "rsa-1_5")))
                .isEqualTo(Check.ENCRYPTION);
        assertThat(refused(TestSamlIdp.encrypted(signed(RESPONSE), ours, GCM, OAEP)
                        .replace("xmlenc11#aes256-gcm", "xmlenc#tripledes-cbc")))
                .isEqualTo(Check.ENCRYPTION);
    }

    @Test
    void whatIsEncryptedElsewhereIsNotFetched() {
        String encrypted = TestSamlIdp.encrypted(signed(RESPONSE), TestSamlIdp.certificate(OURS), GCM, OAEP)
                .replaceAll(
                        "<xenc:CipherValue>[^<]*</xenc:CipherValue>",
                        "<xenc:CipherReference URI=\"http://127.0.0.1:1/\"/>");

        assertThat(encrypted).contains("CipherReference");
        assertThat(refused(encrypted)).isEqualTo(Check.ENCRYPTION);
    }
}
