package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What all kinds of provider have in common, and the contract's ids for what is missing in each. */
class KindsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final Options ALL = new Options(true, true, true, true, AutoLinking.EMAIL);

    private final Tenant tenant = TESTS.tenant();
    private final IdentityProviders providers =
            new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());
    private final SamlProviders saml = new SamlProviders(TESTS.store, providers, url -> new byte[0], TESTS.clock);

    /**
     * Each line leaves one text blank; the first check that fails is named.
     *
     * @param missing the text that is blank, see {@link Samples}
     */
    @ParameterizedTest
    @CsvFileSource(resources = "checks.csv", numLinesToSkip = 1)
    void theFirstMissingValueIsNamed(
            Kind kind,
            String missing,
            String addToInstance,
            String addToOrganization,
            String updateOfInstance,
            String updateOfOrganization) {
        Draft draft = Samples.without(kind, missing);

        refused(Level.INSTANCE, true, draft, addToInstance);
        refused(Level.ORGANIZATION, true, draft, addToOrganization);
        refused(Level.INSTANCE, false, draft, updateOfInstance);
        refused(Level.ORGANIZATION, false, draft, updateOfOrganization);
    }

    private void refused(Level level, boolean adding, Draft draft, String id) {
        if (id != null) {
            Refusal.of(() -> providers.check(level, adding, draft)).is(Problem.Kind.INVALID_ARGUMENT, id);
        } else {
            providers.check(level, adding, draft);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsAddedComesBackAndIsToldUnderTheContractsName(Kind kind) {
        Stored<IdentityProvider> added = add(kind);

        assertThat(providers.get(tenant.call(), Level.ORGANIZATION, added.id())).isEqualTo(added);
        assertThat(added.state().config().keeping(added.state().config()))
                .isEqualTo(added.state().config());
        assertThat(tenant.eventTypes()).containsExactly("org.idp." + kind.text() + ".added");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anUpdateThatChangesNothingWritesNothing(Kind kind) {
        Stored<IdentityProvider> added = add(kind);
        TESTS.clock.advance(Duration.ofSeconds(1));

        assertThat(update(added.id(), Samples.of(kind))).isEqualTo(added);
        assertThat(tenant.eventTypes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherNameIsAllThatChanges(Kind kind) {
        Stored<IdentityProvider> added = add(kind);
        Draft sample = Samples.of(kind);

        Stored<IdentityProvider> updated = update(added.id(), new Draft("Other", ALL, sample.config(), ""));

        assertThat(updated.state().name()).isEqualTo("Other");
        assertThat(updated.state().options()).isEqualTo(ALL);
        assertThat(updated.state().config()).isEqualTo(added.state().config());
        assertThat(updated.state().sealedSecret()).isEqualTo(added.state().sealedSecret());
        assertThat(tenant.eventTypes()).last().isEqualTo("org.idp." + kind.text() + ".changed");
        assertThat(tenant.events().getLast().payload()).doesNotContain("\"config\"");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aProviderOfAnotherKindIsNotThere(Kind kind) {
        String id = add(kind == Kind.OIDC ? Kind.GITHUB : Kind.OIDC).id();

        Refusal.of(() -> update(id, Samples.of(kind)))
                .is(Problem.Kind.NOT_FOUND, kind.missing().of(Level.ORGANIZATION, false));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSecretIsInNoEvent(Kind kind) {
        add(kind);

        String secret = Samples.of(kind).secret().lines().skip(1).findFirst().orElse("s3cret");
        assertThat(tenant.events()).extracting(Tenant.Recorded::payload).noneMatch(payload -> payload.contains(secret));
    }

    @Test
    void aDirectoryOfTheInstanceHasItsOwnNameInEvents() {
        providers.add(tenant.call(), Level.INSTANCE, Samples.of(Kind.LDAP));

        assertThat(tenant.eventTypes()).containsExactly("instance.idp.ldap.v2.added");
    }

    @Test
    void aGenericProviderBecomesOneOfEntraOrGoogleAndKeepsItsId() {
        String id = add(Kind.OIDC).id();

        Stored<IdentityProvider> migrated =
                providers.migrate(tenant.call(), Level.ORGANIZATION, id, Samples.of(Kind.AZURE_AD));

        assertThat(migrated.id()).isEqualTo(id);
        assertThat(migrated.state().config())
                .isEqualTo(Samples.of(Kind.AZURE_AD).config());
        assertThat(providers.secret(migrated)).isEqualTo("s3cret");
        assertThat(tenant.eventTypes()).last().isEqualTo("org.idp.oidc.migrated.azure");
        Refusal.of(() -> providers.migrate(tenant.call(), Level.ORGANIZATION, id, Samples.of(Kind.GOOGLE)))
                .is(Problem.Kind.NOT_FOUND, "INST-x09981");
    }

    private Stored<IdentityProvider> add(Kind kind) {
        return kind == Kind.SAML
                ? saml.add(tenant.call(), Level.ORGANIZATION, Samples.of(kind))
                : providers.add(tenant.call(), Level.ORGANIZATION, Samples.of(kind));
    }

    private Stored<IdentityProvider> update(String id, Draft draft) {
        return providers.update(tenant.call(), Level.ORGANIZATION, id, draft);
    }
}
