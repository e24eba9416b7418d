package dev.ostiary.idp;

import static dev.ostiary.rpc.Level.INSTANCE;
import static dev.ostiary.rpc.Level.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityProvidersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final Options ALL = new Options(true, true, true, true, AutoLinking.EMAIL);
    private static final Draft ACME =
            draft("Acme", "https://op.acme.example", "client-1", "s3cret", List.of("email"), ALL, true, true);

    private final Tenant tenant = TESTS.tenant();
    private final List<String> removed = new ArrayList<>();
    private final IdentityProviders providers = with(List.of((tx, provider, actor) -> removed.add(provider.id())));

    private IdentityProviders with(List<Removal<IdentityProvider>> removals) {
        return new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTP_ON_LOOPBACK, removals);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void whatIsAddedCanBeReadAtOnce(Level level) {
        Stored<IdentityProvider> added = add(level, ACME);

        assertThat(providers.get(tenant.call(), level, added.id())).isEqualTo(added);
        assertThat(added.state().name()).isEqualTo("Acme");
        assertThat(added.state().options()).isEqualTo(ALL);
        assertThat(oidc(added).issuer()).isEqualTo("https://op.acme.example");
        assertThat(oidc(added).clientId()).isEqualTo("client-1");
        assertThat(oidc(added).scopes()).containsExactly("email");
        assertThat(oidc(added).idTokenMapping()).isTrue();
        assertThat(oidc(added).usePkce()).isTrue();
        assertThat(added.revision().version()).isEqualTo(1);
        assertThat(added.owner()).isEqualTo(level == INSTANCE ? tenant.id : Tenant.ORGANIZATION);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, instance.idp.oidc.added", "ORGANIZATION, org.idp.oidc.added"})
    void addingIsOneEventOfTheCaller(Level level, String type) {
        add(level, ACME);

        assertThat(tenant.events()).hasSize(1);
        assertThat(tenant.events().getFirst().type()).isEqualTo(type);
        assertThat(tenant.events().getFirst().actor()).isEqualTo(Tenant.ACTOR);
    }

    @Test
    void textsAreKeptWithoutTheBlanksAroundThem() {
        Stored<IdentityProvider> added = add(
                INSTANCE,
                draft(" Acme ", "\thttps://op.acme.example\n", " client-1 ", " s3cret ", List.of(), ALL, false, false));

        assertThat(added.state().name()).isEqualTo("Acme");
        assertThat(oidc(added).issuer()).isEqualTo("https://op.acme.example");
        assertThat(oidc(added).clientId()).isEqualTo("client-1");
        assertThat(providers.secret(added)).isEqualTo("s3cret");
    }

    @Test
    void twoProvidersMayHaveTheSameNameAndIssuer() {
        assertThat(add(INSTANCE, ACME).id()).isNotEqualTo(add(INSTANCE, ACME).id());
    }

    /** Each row leaves out all fields from one on: the first missing one is named (federation.md A.3). */
    @ParameterizedTest
    @CsvSource({
        "INSTANCE, '', '', '', '', INST-Sgtj5",
        "INSTANCE, ' ', '', '', '', INST-Sgtj5",
        "INSTANCE, Acme, '', '', '', INST-Hz6zj",
        "INSTANCE, Acme, https://op.example.com, '', '', INST-fb5jm",
        "INSTANCE, Acme, https://op.example.com, client, '', INST-Sfdf4",
        "INSTANCE, Acme, https://op.example.com, client, '\t', INST-Sfdf4",
        "ORGANIZATION, '', '', '', '', ORG-Sgtj5",
        "ORGANIZATION, Acme, ' ', '', '', ORG-Hz6zj",
        "ORGANIZATION, Acme, https://op.example.com, '', '', ORG-fb5jm",
        "ORGANIZATION, Acme, https://op.example.com, client, '', ORG-Sfdf4"
    })
    void addingWithABlankFieldNamesTheFirst(
            Level level, String name, String issuer, String clientId, String secret, String id) {
        Draft given = draft(name, issuer, clientId, secret, List.of(), Options.NONE, false, false);

        Refusal.of(() -> add(level, given)).is(Kind.INVALID_ARGUMENT, id).says("Errors.Invalid.Argument");
        assertThat(tenant.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, '', '', '', '', INST-SAfd3",
        "INSTANCE, 1, '', '', '', INST-Dvf4f",
        "INSTANCE, 1, Acme, '', '', INST-BDfr3",
        "INSTANCE, 1, Acme, https://op.example.com, '', INST-Db3bs",
        "ORGANIZATION, ' ', '', '', '', ORG-SAfd3",
        "ORGANIZATION, 1, '', '', '', ORG-Dvf4f",
        "ORGANIZATION, 1, Acme, '', '', ORG-BDfr3",
        "ORGANIZATION, 1, Acme, https://op.example.com, ' ', ORG-Db3bs"
    })
    void updatingWithABlankFieldNamesTheFirst(
            Level level, String id, String name, String issuer, String clientId, String problem) {
        Draft given = draft(name, issuer, clientId, "", List.of(), Options.NONE, false, false);

        Refusal.of(() -> providers.update(tenant.call(), level, id, given))
                .is(Kind.INVALID_ARGUMENT, problem)
                .says("Errors.Invalid.Argument");
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, INST-Hz6zj, INST-BDfr3", "ORGANIZATION, ORG-Hz6zj, ORG-BDfr3"})
    void anIssuerThatMayNotBeConfiguredIsRefused(Level level, String adding, String updating) {
        Draft insecure = draft("Acme", "http://op.example.com", "client", "s3cret", List.of(), ALL, false, false);
        String id = add(level, ACME).id();

        Refusal.of(() -> add(level, insecure)).is(Kind.INVALID_ARGUMENT, adding);
        Refusal.of(() -> update(level, id, insecure)).is(Kind.INVALID_ARGUMENT, updating);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, INST-Dg331, Errors.IDPConfig.NotExisting",
        "ORGANIZATION, ORG-Dg331, Errors.Org.IDPConfig.NotExisting"
    })
    void whatDoesNotExistCannotBeUpdated(Level level, String id, String key) {
        Refusal.of(() -> update(level, "123", ACME)).is(Kind.NOT_FOUND, id).says(key);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, INST-Se3tg, Errors.IDPConfig.NotExisting",
        "ORGANIZATION, ORG-Se3tg, Errors.Org.IDPConfig.NotExisting"
    })
    void whatDoesNotExistCannotBeRemoved(Level level, String id, String key) {
        Refusal.of(() -> providers.remove(tenant.call(), level, "123"))
                .is(Kind.NOT_FOUND, id)
                .says(key);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void whatDoesNotExistCannotBeRead(Level level) {
        Refusal.of(() -> providers.get(tenant.call(), level, "123"))
                .is(Kind.NOT_FOUND, "QUERY-SAFrt")
                .says("Errors.IDPConfig.NotExisting");
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void anUpdateReplacesEverythingAndIsOneEvent(Level level) {
        String id = add(level, ACME).id();
        TESTS.clock.advance(Duration.ofSeconds(7));

        Stored<IdentityProvider> updated = update(
                level,
                id,
                draft(
                        "Renamed",
                        "https://other.example",
                        "client-2",
                        "other secret",
                        List.of("profile", "email"),
                        Options.NONE,
                        false,
                        false));

        assertThat(providers.get(tenant.call(), level, id)).isEqualTo(updated);
        assertThat(updated.revision().version()).isEqualTo(2);
        assertThat(updated.revision().changedAt())
                .isEqualTo(updated.revision().createdAt().plusSeconds(7));
        assertThat(updated.state())
                .isEqualTo(new IdentityProvider(
                        "Renamed",
                        Options.NONE,
                        new Oidc("https://other.example", "client-2", List.of("profile", "email"), false, false),
                        updated.state().sealedSecret(),
                        true,
                        null));
        assertThat(providers.secret(updated)).isEqualTo("other secret");
        assertThat(tenant.eventTypes()).hasSize(2);
    }

    @Test
    void anUpdateEventHoldsOnlyWhatChanged() {
        String id = add(INSTANCE, ACME).id();

        update(INSTANCE, id, named("Renamed", ""));

        assertThat(tenant.events().getLast().payload()).isEqualTo("{\"kind\":\"OIDC\",\"name\":\"Renamed\"}");
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "s3cret"})
    void theSecretStaysWhenNoneOrTheSameIsGiven(String secret) {
        Stored<IdentityProvider> added = add(INSTANCE, ACME);
        TESTS.clock.advance(Duration.ofSeconds(7));

        Stored<IdentityProvider> updated = update(INSTANCE, added.id(), named("Acme", secret));

        assertThat(updated).isEqualTo(added);
        assertThat(tenant.events()).hasSize(1);
        assertThat(providers.secret(updated)).isEqualTo("s3cret");
    }

    @Test
    void aNewSecretReplacesTheOldOne() {
        Stored<IdentityProvider> added = add(INSTANCE, ACME);

        Stored<IdentityProvider> updated = update(INSTANCE, added.id(), named("Acme", "n3w"));

        assertThat(providers.secret(updated)).isEqualTo("n3w");
        assertThat(updated.revision().version()).isEqualTo(2);
    }

    @Test
    void scopesCanBeCleared() {
        String id = add(INSTANCE, ACME).id();

        update(INSTANCE, id, draft("Acme", "https://op.acme.example", "client-1", "", List.of(), ALL, true, true));

        assertThat(oidc(providers.get(tenant.call(), INSTANCE, id)).scopes()).isEmpty();
    }

    @Test
    void theSecretIsInNoEventAndNoText() {
        Stored<IdentityProvider> added = add(INSTANCE, ACME);
        update(INSTANCE, added.id(), named("Acme", "an0ther"));

        assertThat(tenant.events()).extracting(Tenant.Recorded::payload).noneMatch(IdentityProvidersTest::tells);
        assertThat(List.of(ACME.toString(), added.toString())).noneMatch(IdentityProvidersTest::tells);
    }

    private static boolean tells(String text) {
        return text.contains("s3cret") || text.contains("an0ther");
    }

    @Test
    void anOrganizationNeitherSeesNorChangesWhatTheInstanceOwns() {
        String id = add(INSTANCE, ACME).id();

        refusedTo(Tenant.ORGANIZATION, ORGANIZATION, id);
    }

    @Test
    void anOrganizationNeitherSeesNorChangesWhatAnotherOwns() {
        String id = add(ORGANIZATION, ACME).id();

        refusedTo(Tenant.OTHER_ORGANIZATION, ORGANIZATION, id);
    }

    @Test
    void theInstanceLevelNeitherSeesNorChangesWhatAnOrganizationOwns() {
        String id = add(ORGANIZATION, ACME).id();

        refusedTo(Tenant.ORGANIZATION, INSTANCE, id);
    }

    private void refusedTo(String organization, Level level, String id) {
        String prefix = level == INSTANCE ? "INST-" : "ORG-";
        Refusal.of(() -> providers.get(tenant.callAbout(organization), level, id))
                .is(Kind.NOT_FOUND, "QUERY-SAFrt");
        Refusal.of(() -> providers.update(tenant.callAbout(organization), level, id, named("Mine", "x")))
                .is(Kind.NOT_FOUND, prefix + "Dg331");
        Refusal.of(() -> providers.remove(tenant.callAbout(organization), level, id))
                .is(Kind.NOT_FOUND, prefix + "Se3tg");
        assertThat(tenant.events()).hasSize(1);
    }

    @Test
    void anotherInstanceSeesNothing() {
        String id = add(INSTANCE, ACME).id();
        Tenant other = TESTS.tenant();

        Refusal.of(() -> providers.get(other.call(), INSTANCE, id)).is(Kind.NOT_FOUND, "QUERY-SAFrt");
        assertThat(find(other.id, id)).isEmpty();
        assertThat(find(tenant.id, id)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void whatIsRemovedIsGoneAndItsRemovalIsTold(Level level) {
        String id = add(level, ACME).id();

        Stored<IdentityProvider> last = providers.remove(tenant.call(), level, id);

        assertThat(last.revision().version()).isEqualTo(2);
        assertThat(find(tenant.id, id)).isEmpty();
        assertThat(removed).containsExactly(id);
        assertThat(tenant.eventTypes().getLast()).endsWith("idp.removed");
    }

    @Test
    void whoeverHangsOnAProviderGoesInTheSameTransaction() {
        IdentityProviders cascading = with(List.of((tx, provider, actor) ->
                tx.claim(tenant.id, "cascade", actor + provider.state().name(), IllegalStateException::new)));
        String id = add(INSTANCE, ACME).id();

        cascading.remove(tenant.call(), INSTANCE, id);

        assertThatThrownBy(() -> tenant.write(tx -> {
                    tx.claim(tenant.id, "cascade", Tenant.ACTOR + "Acme", IllegalStateException::new);
                    return tx;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProviderStaysWhenSomethingThatHangsOnItCannotGo() {
        IdentityProviders stubborn = with(List.of(
                (tx, provider, actor) -> tx.claim(tenant.id, "stubborn", "half done", IllegalStateException::new),
                (tx, provider, actor) -> {
                    throw new IllegalStateException("stubborn");
                }));
        String id = add(INSTANCE, ACME).id();

        assertThatThrownBy(() -> stubborn.remove(tenant.call(), INSTANCE, id)).hasMessage("stubborn");

        assertThat(find(tenant.id, id)).isPresent();
        assertThat(tenant.events()).hasSize(1);
        tenant.write(tx -> {
            tx.claim(tenant.id, "stubborn", "half done", IllegalStateException::new);
            return tx;
        });
    }

    private Stored<IdentityProvider> add(Level level, Draft given) {
        return providers.add(tenant.call(), level, given);
    }

    private Stored<IdentityProvider> update(Level level, String id, Draft given) {
        return providers.update(tenant.call(), level, id, given);
    }

    private Optional<Stored<IdentityProvider>> find(String instance, String id) {
        return TESTS.store.read(sql -> providers.find(sql, instance, id));
    }

    /** {@link #ACME} with another name and secret. */
    private static Draft named(String name, String secret) {
        return new Draft(name, ACME.options(), ACME.config(), secret);
    }

    private static Draft draft(
            String name,
            String issuer,
            String clientId,
            String secret,
            List<String> scopes,
            Options options,
            boolean idTokenMapping,
            boolean usePkce) {
        return new Draft(name, options, new Oidc(issuer, clientId, scopes, idTokenMapping, usePkce), secret);
    }

    private static Oidc oidc(Stored<IdentityProvider> provider) {
        return (Oidc) provider.state().config();
    }
}
