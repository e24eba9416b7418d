package dev.ostiary.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.QuietStore;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How this server speaks to a provider is known without a query, and as it was set last. */
class CurrentControlTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final QuietStore store = new QuietStore(TESTS.store);
    private final UpstreamControls controls = new UpstreamControls(store, TESTS.vault, TESTS.ids);
    private final Stored<IdentityProvider> idp = new IdentityProviders(
                    TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of())
            .add(tenant.call(), Level.INSTANCE, draft());

    private static Draft draft() {
        Oidc config = new Oidc("https://op.example.com", "client", List.of(), false, false);
        return new Draft("Acme", Options.NONE, config, "secret");
    }

    private UpstreamControl current() {
        return store.quietly(() -> controls.of(idp));
    }

    @Test
    void whereNothingIsSetThatIsKnownToo() {
        assertThat(current()).isEqualTo(UpstreamControl.NONE);
    }

    @Test
    void whatIsSetCountsAtOnceUntilTheProviderIsRemoved() {
        assertThat(current()).isEqualTo(UpstreamControl.NONE);

        UpstreamSettings settings = TestSettings.parameters(Map.of("prompt", "login"));
        tenant.write(tx -> controls.set(tx, idp, settings, List.of(), ""));
        assertThat(current().settings()).isEqualTo(settings);

        tenant.write(tx -> {
            controls.removed(tx, idp, "");
            return tx;
        });
        assertThat(current()).isEqualTo(UpstreamControl.NONE);
    }
}
