package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.QuietStore;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider that people sign in through is known without a query, and as it is now. */
class CurrentProviderTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final QuietStore store = new QuietStore(TESTS.store);
    private final IdentityProviders providers =
            new IdentityProviders(store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());

    private static Draft named(String name) {
        Oidc config = new Oidc("https://op.example.com", "client", List.of(), false, false);
        return new Draft(name, Options.NONE, config, "secret");
    }

    private Optional<Stored<IdentityProvider>> current(String id) {
        return store.quietly(() -> providers.current(tenant.id, id));
    }

    @Test
    void itIsFoundWithoutAQueryAndAsItWasChangedLast() {
        Stored<IdentityProvider> added = providers.add(tenant.call(), Level.INSTANCE, named("Acme"));
        assertThat(current(added.id())).contains(added);

        Stored<IdentityProvider> changed =
                providers.update(tenant.call(), Level.INSTANCE, added.id(), named("Umbrella"));
        assertThat(current(added.id())).contains(changed);
    }

    @Test
    void whatIsRemovedOrNeverWasIsNotFound() {
        Stored<IdentityProvider> added = providers.add(tenant.call(), Level.INSTANCE, named("Acme"));
        assertThat(current(added.id())).isPresent();

        store.closed().set(null);
        providers.remove(tenant.call(), Level.INSTANCE, added.id());

        store.closed().set(null);
        assertThat(providers.current(tenant.id, added.id())).isEmpty();
        assertThat(providers.current(tenant.id, "404")).isEmpty();
    }
}
