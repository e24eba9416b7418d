package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.idp.credential.SamlMetadata.Endpoint;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamlMetadataTest {
    private static final String BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:";

    private static SamlMetadata parse(String xml) throws SamlMetadataException {
        return SamlMetadata.parse(SamlDocuments.bytes(xml));
    }

    private static void assertRefused(String xml, String reason) {
        assertThatThrownBy(() -> parse(xml))
                .isInstanceOf(SamlMetadataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aListWithOneProviderIsRead() throws Exception {
        SamlMetadata metadata = parse(SamlDocuments.likeKeycloak());

        assertThat(metadata.entityId()).isEqualTo("https://sso.example.com/realms/shop");
        assertThat(metadata.wantAuthnRequestsSigned()).isTrue();
        assertThat(metadata.validUntil()).isEqualTo(Instant.parse("2031-05-01T12:00:00Z"));
        URI post = URI.create("https://sso.example.com/saml");
        URI redirect = URI.create("https://sso.example.com/saml?a=1&b=2");
        assertThat(metadata.singleSignOn())
                .containsExactly(
                        new Endpoint(BINDINGS + "HTTP-POST", post, post),
                        new Endpoint(BINDINGS + "HTTP-Redirect", redirect, redirect));
        assertThat(metadata.singleLogout())
                .containsExactly(new Endpoint(
                        BINDINGS + "HTTP-POST",
                        URI.create("https://sso.example.com/logout"),
                        URI.create("https://sso.example.com/loggedout")));
        assertThat(metadata.signingCertificates()).hasSize(1);
        assertThat(metadata.encryptionCertificates()).isEmpty();
    }

    @Test
    void twoSigningCertificatesAreReadInOrderAndTheSignatureIsNotLookedAt() throws Exception {
        SamlMetadata metadata = parse(SamlDocuments.likeEntra());

        assertThat(metadata.entityId()).isEqualTo("https://sts.example.net/tenant/");
        assertThat(metadata.wantAuthnRequestsSigned()).isFalse();
        assertThat(metadata.validUntil()).isNull();
        assertThat(metadata.signingCertificates())
                .extracting(certificate -> certificate.getSerialNumber().intValueExact())
                .containsExactly(1001, 1002);
    }

    @Test
    void noKeyIsNeededBeforeSomebodySignsIn() throws Exception {
        SamlMetadata metadata = parse(SamlDocuments.MINIMAL);

        assertThat(metadata.signingCertificates()).isEmpty();
        assertThat(metadata.singleSignOn().getFirst().location()).isEqualTo(URI.create("http://localhost:8000/sso"));
    }

    @Test
    void aKeyWithoutUseServesBoth() throws Exception {
        String key = SamlDocuments.key("", SamlDocuments.base64(SamlDocuments.FIRST));
        SamlMetadata metadata = parse(SamlDocuments.withKeys(key));

        assertThat(metadata.signingCertificates()).hasSize(1).isEqualTo(metadata.encryptionCertificates());
    }

    @Test
    void aCertificateThatStandsThereTwiceIsReadOnce() throws Exception {
        String key = SamlDocuments.key(" use=\"encryption\"", SamlDocuments.base64(SamlDocuments.FIRST));
        SamlMetadata metadata = parse(SamlDocuments.withKeys(key + key));

        assertThat(metadata.encryptionCertificates()).hasSize(1);
        assertThat(metadata.signingCertificates()).isEmpty();
    }

    @Test
    void theFirstIdentityProviderOfNestedListsIsTaken() throws Exception {
        String application = "<EntityDescriptor entityID=\"app\"><SPSSODescriptor/></EntityDescriptor>";
        String old = SamlDocuments.MINIMAL
                .replace("http://localhost:8000/metadata", "old")
                .replace("SAML:2.0:protocol", "SAML:1.1:protocol");
        String list = "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"><EntitiesDescriptor>"
                + application
                + old + "</EntitiesDescriptor>" + SamlDocuments.MINIMAL
                + SamlDocuments.MINIMAL.replace("http://localhost:8000/metadata", "second") + "</EntitiesDescriptor>";

        assertThat(parse(list).entityId()).isEqualTo("http://localhost:8000/metadata");
    }

    @Test
    void oneOfSeveralProtocolsIsEnough() throws Exception {
        String several = SamlDocuments.MINIMAL.replace(
                "\"urn:oasis:names:tc:SAML:2.0:protocol\"",
                "\"urn:oasis:names:tc:SAML:1.1:protocol \n urn:oasis:names:tc:SAML:2.0:protocol\"");

        assertThat(parse(several).singleSignOn()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-01T00:00:00Z, 2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.5Z, 2030-01-01T00:00:00.5Z",
        "2030-01-01T02:00:00+02:00, 2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00, 2030-01-01T00:00:00Z",
        "2001-01-01T00:00:00Z, 2001-01-01T00:00:00Z"
    })
    void theEndOfValidityIsReadInEverySpelling(String written, Instant meant) throws Exception {
        assertThat(parse(SamlDocuments.MINIMAL.replace(" entityID", " validUntil=\"" + written + "\" entityID"))
                        .validUntil())
                .isEqualTo(meant);
    }

    @Test
    void theEarliestEndOfValidityCounts() throws Exception {
        String earlier = SamlDocuments.likeKeycloak()
                .replace("<md:EntityDescriptor ", "<md:EntityDescriptor validUntil=\"2029-01-01T00:00:00Z\" ");

        assertThat(parse(earlier).validUntil()).isEqualTo(Instant.parse("2029-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8",
                "UTF-16",
                "UTF-16LE",
                "UTF-16BE",
                "ISO-8859-1",
                "ISO-8859-15",
                "windows-1252",
                "IBM037",
                "x-MacRoman"
            })
    void theDeclaredCharsetIsRead(String charset) throws Exception {
        String xml = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>"
                + SamlDocuments.MINIMAL.replace("http://localhost:8000/metadata", "urn:zürich");

        assertThat(SamlMetadata.parse(xml.getBytes(Charset.forName(charset))).entityId())
                .isEqualTo("urn:zürich");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkIsAccepted(String charset) throws Exception {
        byte[] xml = ("\uFEFF" + SamlDocuments.MINIMAL).getBytes(Charset.forName(charset));

        assertThat(SamlMetadata.parse(xml).entityId()).isEqualTo("http://localhost:8000/metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "utf 8", "../etc", ""})
    void anUnknownCharsetIsRefused(String charset) {
        assertRefused("<?xml version=\"1.0\" encoding=\"" + charset + "\"?>" + SamlDocuments.MINIMAL, "well-formed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<x",
                "x",
                "<html>",
                "{}",
                "<a></b>",
                "<a/><b/>",
                "<a>&nbsp;</a>",
                "<p:a/>",
                "<a b='1' b='2'/>"
            })
    void whatIsNotXmlIsRefused(String text) {
        assertRefused(text, "well-formed");
    }

    @Test
    void bytesThatAreNotOfTheCharsetAreRefused() {
        byte[] latin = SamlDocuments.MINIMAL.replace("metadata\">", "ü\">").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> SamlMetadata.parse(latin)).isInstanceOf(SamlMetadataException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EntityDescriptor | Other | root",
                "metadata\" entityID | other\" entityID | root",
                "IDPSSODescriptor | SPSSODescriptor | IDPSSODescriptor",
                "SAML:2.0:protocol | SAML:1.1:protocol | IDPSSODescriptor",
                "protocolSupportEnumeration | other | IDPSSODescriptor",
                "SingleSignOnService | SingleLogoutService | no SingleSignOnService",
                "entityID | id | entityID",
                "Binding | Other | no Binding",
                "Location | Other | not an http or https URL",
                "http://localhost:8000/sso | javascript:alert(1) | not an http or https URL",
                "http://localhost:8000/sso | /sso | not an http or https URL",
                "http://localhost:8000/sso | http:///sso | not an http or https URL",
                "http://localhost:8000/sso | http://user@localhost/sso | not an http or https URL",
                "http://localhost:8000/sso | http://localhost:99999/sso | not an http or https URL",
                "http://localhost:8000/sso | file:///etc/passwd | not an http or https URL",
                "http://localhost:8000/sso | http://a b/sso | not an http or https URL",
                "Location | ResponseLocation='x' Location | ResponseLocation",
                "protocolSupport | WantAuthnRequestsSigned='yes' protocolSupport | WantAuthnRequestsSigned",
                "protocolSupport | validUntil='soon' protocolSupport | validUntil",
                "protocolSupport | validUntil='2030-02-30T00:00:00Z' protocolSupport | validUntil"
            })
    void whatIsMissingOrWrongIsNamed(String good, String bad, String reason) {
        String broken = SamlDocuments.MINIMAL.replace(good, bad);

        assertThat(broken).isNotEqualTo(SamlDocuments.MINIMAL);
        assertRefused(broken, reason);
    }

    @Test
    void aNameLongerThanTheSpecificationAllowsIsRefused() {
        assertRefused(SamlDocuments.MINIMAL.replace("http://localhost:8000/metadata", "a".repeat(1025)), "entityID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "AAAA", "!", "MIIB"})
    void aCertificateThatCannotBeReadIsRefused(String certificate) {
        assertRefused(SamlDocuments.withKeys(SamlDocuments.key("", certificate)), "X509Certificate");
    }

    @Test
    void anUnknownUseOfAKeyIsRefused() {
        String key = SamlDocuments.key(" use=\"both\"", SamlDocuments.base64(SamlDocuments.FIRST));

        assertRefused(SamlDocuments.withKeys(key), "use");
    }
}
