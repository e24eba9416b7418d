package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.MovableClock;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Stored;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiryMetricsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final IdentityProviders providers =
            new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());
    private final SamlProviders saml =
            new SamlProviders(TESTS.store, providers, ExpiryMetricsTest::nothing, TESTS.clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static byte[] nothing(String url) throws IOException {
        throw new IOException("nothing is there");
    }

    @Test
    void aProviderIsExpiringFromThirtyDaysBeforeTheFirstOfItsCertificatesExpires() {
        Stored<IdentityProvider> added = saml.add(tenant.call(), Level.INSTANCE, Samples.of(Kind.SAML));
        Instant expiry = ((Saml) added.state().config()).expiry().orElseThrow();
        MovableClock clock = new MovableClock(expiry.minus(Duration.ofDays(31)));
        ExpiryMetrics metrics = new ExpiryMetrics(providers, clock, registry);
        assertThat(value("ostiary.saml.certificates.earliest.expiry.timestamp")).isNaN();

        metrics.refresh();

        assertThat(value("ostiary.saml.certificates.earliest.expiry.timestamp"))
                .isLessThanOrEqualTo(expiry.getEpochSecond());
        long before = (long) value("ostiary.saml.providers.expiring");
        clock.advance(Duration.ofDays(2));
        assertThat((long) value("ostiary.saml.providers.expiring")).isGreaterThan(before);
    }

    private double value(String gauge) {
        return registry.get(gauge).gauge().value();
    }
}
