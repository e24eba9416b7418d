package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final SamlKeys KEYS =
            SamlKeys.generate("42", 2048, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(1));
    private static final String CERTIFICATE = KEYS.certificate().replaceAll("-----[A-Z ]+-----", "");
    private static final String METADATA = """
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">
              <md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <md:KeyDescriptor use="signing">
                  <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
                </md:KeyDescriptor>
                <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/slo"/>
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
              </md:IDPSSODescriptor>
            </md:EntityDescriptor>
            """.formatted(CERTIFICATE);

    @Test
    void metadataTellsWhereRequestsGoAndWhoSignsAnswers() {
        SamlMetadata metadata = parse(METADATA).orElseThrow();

        assertThat(metadata.entityId()).isEqualTo("https://idp.example.com");
        assertThat(metadata.singleSignOn())
                .containsExactly(new SamlMetadata.Endpoint(
                        "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "https://idp.example.com/sso"));
        assertThat(metadata.singleLogout()).hasSize(1);
        assertThat(metadata.signingCertificates())
                .isEqualTo(Certificates.parsePem(KEYS.certificate().getBytes(StandardCharsets.US_ASCII)));
        assertThat(metadata.wantsSignedRequests()).isTrue();
    }

    @Test
    void theFirstIdentityProviderOfAFederationCounts() {
        String federation = """
                <EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
                  <EntityDescriptor entityID="https://sp.example.com"><SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></EntityDescriptor>
                  %s
                </EntitiesDescriptor>""".formatted(METADATA);

        assertThat(parse(federation)).isEqualTo(parse(METADATA)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "entityID=\"https://idp.example.com\", entityID=\"\"",
        "IDPSSODescriptor, SPSSODescriptor",
        "SAML:2.0:protocol, SAML:1.1:protocol",
        "SAML:2.0:metadata, SAML:2.0:assertion",
        "md:SingleSignOnService, md:Other",
        "https://idp.example.com/sso, javascript:alert(1)",
        "https://idp.example.com/slo, /slo",
        "MII, M?I",
        "</md:EntityDescriptor>, ''"
    })
    void metadataThatIsOfNoUseIsRefused(String what, String instead) {
        assertThat(METADATA).contains(what);
        assertThat(parse(METADATA.replace(what, instead))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x>",
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
                "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'>",
                "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
            })
    void aDocumentTypeIsRefused(String type) {
        assertThat(parse(type + METADATA)).isEmpty();
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "<a>".repeat(10_000) + "</a>".repeat(10_000);
        assertThat(parse(METADATA.replace("</md:EntityDescriptor>", deep + "</md:EntityDescriptor>")))
                .isEmpty();
    }

    @Property(tries = 300)
    void brokenMetadataIsRefusedOrReadAndNeverAFault(
            @ForAll @IntRange(max = 4000) int at, @ForAll byte instead, @ForAll @IntRange(max = 40) int removed) {
        byte[] xml = METADATA.getBytes(StandardCharsets.UTF_8);
        int from = at % xml.length;
        byte[] broken = new byte[xml.length - Math.min(removed, xml.length - from)];
        System.arraycopy(xml, 0, broken, 0, from);
        System.arraycopy(xml, xml.length - (broken.length - from), broken, from, broken.length - from);
        if (from < broken.length) {
            broken[from] = instead;
        }
        assertThat(SamlMetadata.parse(broken))
                .satisfiesAnyOf(
                        none -> assertThat(none).isEmpty(),
                        some -> assertThat(some.orElseThrow().singleSignOn()).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "ldap://directory.example.com, false, directory.example.com, 389",
        "LDAPS://directory.example.com/, true, directory.example.com, 636",
        "ldaps://[::1]:1636, true, [::1], 1636",
        "' ldap://127.0.0.1:1389 ', false, 127.0.0.1, 1389"
    })
    void aServerIsSchemeHostAndPort(String url, boolean tls, String host, int port) {
        assertThat(LdapServer.parse(url)).contains(new LdapServer(tls, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "directory.example.com",
                "http://directory.example.com",
                "ldap://",
                "ldap:///dc=example",
                "ldap://a.example/dc=example",
                "ldap://a.example?cn",
                "ldap://u:p@a.example",
                "ldap://a.example#x",
                "ldap://a.example:0",
                "ldap://a.example:70000",
                "ldap://a b.example"
            })
    void whatIsMoreOrLessThanAServerIsRefused(String url) {
        assertThat(LdapServer.parse(url)).isEmpty();
    }

    @Test
    void anRsaKeyIsNoKeyOfApples() {
        assertThat(ApplePrivateKey.isValid(KEYS.privateKey().getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n=AAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefused(String pem) {
        assertThat(ApplePrivateKey.isValid(pem.getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @Test
    void certificatesAreFoundAmongOtherText() {
        String pem = "subject=CN=x\n" + KEYS.certificate()
                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + KEYS.certificate();
        assertThat(Certificates.parsePem(pem.getBytes(StandardCharsets.US_ASCII)))
                .hasSize(2);
        assertThat(Certificates.parsePem("nope".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void thePrivateKeyIsInNoText() {
        assertThat(KEYS.toString()).doesNotContain("PRIVATE KEY");
    }

    private static Optional<SamlMetadata> parse(String xml) {
        return SamlMetadata.parse(xml.getBytes(StandardCharsets.UTF_8));
    }
}
