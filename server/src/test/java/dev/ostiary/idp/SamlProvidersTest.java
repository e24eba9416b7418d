package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SamlProvidersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String URL = "https://idp.example.com/metadata";

    private final Tenant tenant = TESTS.tenant();
    private final Map<String, String> published = new HashMap<>();
    private final IdentityProviders providers =
            new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());
    private final SamlProviders saml = new SamlProviders(TESTS.store, providers, this::published, TESTS.clock);

    private byte[] published(String url) throws IOException {
        String xml = published.get(url);
        if (xml == null) {
            throw new IOException("nothing is there");
        }
        return xml.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aProviderGetsAKeyPairWhoseCertificateNamesIt() throws Exception {
        Stored<IdentityProvider> added = saml.add(tenant.call(), Level.INSTANCE, Samples.of(dev.ostiary.idp.Kind.SAML));

        X509Certificate certificate = certificate(added);
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSerialNumber()).hasToString(added.id());
        assertThat(certificate.getSubjectX500Principal().getName()).contains("O=Ostiary");
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofHours(8766));
        assertThat(providers.secret(added)).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void aNewCertificateReplacesTheOldOneAndNothingElse() throws CredentialException {
        Stored<IdentityProvider> added = saml.add(tenant.call(), Level.INSTANCE, Samples.of(dev.ostiary.idp.Kind.SAML));

        Stored<IdentityProvider> renewed = saml.regenerateCertificate(tenant.call(), Level.INSTANCE, added.id());

        assertThat(certificate(renewed).getPublicKey())
                .isNotEqualTo(certificate(added).getPublicKey());
        assertThat(providers.secret(renewed)).isNotEqualTo(providers.secret(added));
        assertThat(config(renewed).withCertificate("")).isEqualTo(config(added).withCertificate(""));
        assertThat(tenant.eventTypes()).last().isEqualTo("instance.idp.saml.changed");
    }

    @Test
    void aCertificateIsMadeOnlyForASamlProviderOfTheLevel() {
        String id = providers
                .add(tenant.call(), Level.INSTANCE, Samples.of(dev.ostiary.idp.Kind.OIDC))
                .id();

        Refusal.of(() -> saml.regenerateCertificate(tenant.call(), Level.INSTANCE, id))
                .is(Kind.NOT_FOUND, "INST-76dbwsv9vm");
        Refusal.of(() -> saml.regenerateCertificate(tenant.call(), Level.ORGANIZATION, "1"))
                .is(Kind.NOT_FOUND, "ORG-4dw21ch9o9");
        Refusal.of(() -> saml.regenerateCertificate(tenant.call(), Level.INSTANCE, " "))
                .is(Kind.INVALID_ARGUMENT, "INST-7de108gqya");
    }

    @Test
    void metadataIsReadFromItsUrlWhenItIsSaved() {
        published.put(URL, Samples.METADATA);

        Stored<IdentityProvider> added = saml.add(tenant.call(), Level.INSTANCE, from(URL));

        assertThat(new String(config(added).xml(), StandardCharsets.UTF_8)).isEqualTo(Samples.METADATA);
        assertThat(config(added).metadataUrl()).isEqualTo(URL);
    }

    @Test
    void metadataThatCannotBeHadOrReadIsRefused() {
        Refusal.of(() -> saml.add(tenant.call(), Level.INSTANCE, from(URL)))
                .is(Kind.INVALID_ARGUMENT, "INST-8vam1khq22");
        Refusal.of(() -> saml.update(tenant.call(), Level.ORGANIZATION, "1", from(URL)))
                .is(Kind.INVALID_ARGUMENT, "ORG-bkaiyd3rfo");
        published.put(URL, "<html/>");
        Refusal.of(() -> saml.add(tenant.call(), Level.INSTANCE, from(URL))).is(Kind.INVALID_ARGUMENT, "INST-SF3rwhgh");
        Refusal.of(() -> saml.update(tenant.call(), Level.ORGANIZATION, "1", from(URL)))
                .is(Kind.INVALID_ARGUMENT, "ORG-SFqqh42");
        assertThat(tenant.events()).isEmpty();
    }

    @Test
    void anUpdateKeepsTheKeyPair() {
        Stored<IdentityProvider> added = saml.add(tenant.call(), Level.INSTANCE, Samples.of(dev.ostiary.idp.Kind.SAML));
        published.put(URL, Samples.METADATA);

        Stored<IdentityProvider> updated = saml.update(tenant.call(), Level.INSTANCE, added.id(), from(URL));

        assertThat(config(updated).certificate()).isEqualTo(config(added).certificate());
        assertThat(providers.secret(updated)).isEqualTo(providers.secret(added));
    }

    @Test
    void metadataIsReadAnewAndWhatIsNoneOrOfAnotherEntityIsNotTaken() {
        published.put(URL, Samples.METADATA);
        String id = saml.add(tenant.call(), Level.INSTANCE, from(URL)).id();
        String moved = Samples.METADATA.replace("/sso", "/sso2");

        for (String given : List.of("<html/>", Samples.METADATA.replace("idp.example.com\"", "evil.example\""))) {
            published.put(URL, given);
            saml.refreshMetadata();
        }
        assertThat(tenant.events()).hasSize(1);

        published.put(URL, moved);
        saml.refreshMetadata();
        saml.refreshMetadata();

        assertThat(new String(
                        config(providers.get(tenant.call(), Level.INSTANCE, id)).xml(), StandardCharsets.UTF_8))
                .isEqualTo(moved);
        assertThat(tenant.events()).hasSize(2);
        assertThat(tenant.events().getLast().actor()).isEqualTo("SYSTEM");
    }

    private static Draft from(String url) {
        Saml sample = (Saml) Samples.of(dev.ostiary.idp.Kind.SAML).config();
        Saml config = new Saml(
                "",
                url,
                "",
                sample.binding(),
                sample.withSignedRequest(),
                sample.signatureAlgorithm(),
                sample.nameIdFormat(),
                sample.transientMappingAttribute(),
                sample.federatedLogout());
        return new Draft("Sample", Options.NONE, config, "");
    }

    private static Saml config(Stored<IdentityProvider> provider) {
        return (Saml) provider.state().config();
    }

    private static X509Certificate certificate(Stored<IdentityProvider> provider) throws CredentialException {
        return PemCertificates.parse(config(provider).certificate().getBytes(StandardCharsets.US_ASCII))
                .getFirst();
    }
}
