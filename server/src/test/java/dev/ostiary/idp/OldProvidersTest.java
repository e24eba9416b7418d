package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.OldSettings.Claim;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldProvidersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final OldSettings SETTINGS = new OldSettings(true, Claim.PREFERRED_USERNAME, Claim.EMAIL);

    private final Tenant tenant = TESTS.tenant();
    private final IdentityProviders providers =
            new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());
    private final OldProviders old = new OldProviders(TESTS.store, providers);

    @Test
    void whatTheOldCallsMakeTheNewOnesKnow() {
        Stored<IdentityProvider> added = add("Acme");

        assertThat(providers.get(tenant.call(), Level.INSTANCE, added.id())).isEqualTo(added);
        assertThat(added.state().options()).isEqualTo(OldProviders.options(true));
        assertThat(added.state().old()).isEqualTo(SETTINGS);
    }

    @Test
    void whatTheNewCallsMakeTheOldOnesDoNotKnow() {
        String id = providers
                .add(tenant.call(), Level.INSTANCE, Samples.of(Kind.OIDC))
                .id();

        Refusal.of(() -> old.get(tenant.call(), Level.INSTANCE, id)).is(Problem.Kind.NOT_FOUND, "QUERY-rhR2o");
        Refusal.of(() -> old.remove(tenant.call(), Level.INSTANCE, id)).is(Problem.Kind.NOT_FOUND, "INSTANCE-4M0xy");
    }

    @Test
    void aNameIsTakenOnceByEachOwnerUntilItIsGivenUp() {
        String id = add("Acme").id();
        Refusal.of(() -> add("ACME")).is(Problem.Kind.ALREADY_EXISTS, "V3-DKcYh");
        old.add(tenant.call(), Level.ORGANIZATION, draft("Acme"), SETTINGS);

        providers.update(tenant.call(), Level.INSTANCE, id, draft("Renamed"));
        String second = add("Acme").id();
        Refusal.of(() -> providers.update(tenant.call(), Level.INSTANCE, second, draft("renamed")))
                .is(Problem.Kind.ALREADY_EXISTS, "V3-DKcYh");
        providers.remove(tenant.call(), Level.INSTANCE, id);
        old.remove(tenant.call(), Level.INSTANCE, second);

        add("Renamed");
        add("Acme");
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, INSTANCE-3k0fs, INSTANCE-d8kwF", "ORGANIZATION, Org-jf9w, Org-10ods"})
    void anUpdateThatChangesNothingIsRefused(Level level, String update, String updateConfig) {
        String id = old.add(tenant.call(), level, draft("Acme"), SETTINGS).id();

        Refusal.of(() -> old.update(tenant.call(), level, id, "Acme", true, true))
                .is(Problem.Kind.FAILED_PRECONDITION, update);
        Refusal.of(() -> old.updateConfig(tenant.call(), level, id, draft("").config(), "", SETTINGS))
                .is(Problem.Kind.FAILED_PRECONDITION, updateConfig);
        assertThat(old.update(tenant.call(), level, id, "Other", false, false)
                        .state()
                        .old())
                .isEqualTo(new OldSettings(false, Claim.PREFERRED_USERNAME, Claim.EMAIL));
        assertThat(providers.secret(
                        old.updateConfig(tenant.call(), level, id, draft("").config(), "n3w", SETTINGS)))
                .isEqualTo("n3w");
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, INSTANCE-m0e3r, INSTANCE-67J9d, INSTANCE-2m00d",
        "ORGANIZATION, Org-1J9fs, Org-67J9d, Org-67J9d"
    })
    void whatIsNotThereIsNotUpdated(Level level, String update, String oidc, String jwt) {
        Refusal.of(() -> old.update(tenant.call(), level, "1", "Other", true, true))
                .is(Problem.Kind.NOT_FOUND, update);
        Refusal.of(() -> old.updateConfig(tenant.call(), level, "1", draft("").config(), "", SETTINGS))
                .is(Problem.Kind.NOT_FOUND, oidc);
        Config jwtConfig = Samples.of(Kind.JWT).config();
        Refusal.of(() -> old.updateConfig(tenant.call(), level, "1", jwtConfig, "", SETTINGS))
                .is(Problem.Kind.NOT_FOUND, jwt);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, INSTANCE-2n0fs, INSTANCE-5Mo0d", "ORGANIZATION, Org-BBmd0, Org-5Mo0d"})
    void aProviderIsSwitchedOffAndOnAgain(Level level, String notActive, String notInactive) {
        String id = old.add(tenant.call(), level, draft("Acme"), SETTINGS).id();

        Refusal.of(() -> old.reactivate(tenant.call(), level, id)).is(Problem.Kind.FAILED_PRECONDITION, notInactive);
        assertThat(old.deactivate(tenant.call(), level, id).state().active()).isFalse();
        Refusal.of(() -> old.deactivate(tenant.call(), level, id)).is(Problem.Kind.FAILED_PRECONDITION, notActive);
        assertThat(old.reactivate(tenant.call(), level, id).state().active()).isTrue();
    }

    @Test
    void aMigratedProviderIsNoOldOneAnyMore() {
        String id = add("Acme").id();

        providers.migrate(tenant.call(), Level.INSTANCE, id, Samples.of(Kind.GOOGLE));

        Refusal.of(() -> old.get(tenant.call(), Level.INSTANCE, id)).is(Problem.Kind.NOT_FOUND, "QUERY-rhR2o");
        add("Acme");
    }

    private Stored<IdentityProvider> add(String name) {
        return old.add(tenant.call(), Level.INSTANCE, draft(name), SETTINGS);
    }

    private static Draft draft(String name) {
        return new Draft(name, OldProviders.options(true), Samples.of(Kind.OIDC).config(), "s3cret");
    }
}
