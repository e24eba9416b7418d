package dev.ostiary.idp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Measures how soon certificates of SAML providers expire: ours, and those in the metadata they gave. */
public final class ExpiryMetrics {
    private static final Duration SOON = Duration.ofDays(30);

    private final IdentityProviders providers;
    private final InstantSource clock;
    private volatile List<Instant> soonest = List.of();

    public ExpiryMetrics(IdentityProviders providers, InstantSource clock, MeterRegistry registry) {
        this.providers = providers;
        this.clock = clock;
        Gauge.builder("ostiary.saml.certificates.earliest.expiry.timestamp", this::earliest)
                .description(
                        "When the first certificate of a SAML provider expires, in seconds since 1970; NaN where there is none")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("ostiary.saml.providers.expiring", this::expiring)
                .description("SAML providers of which a certificate has expired, or does within 30 days")
                .register(registry);
    }

    /** Reads the certificates of all providers: once in an hour is enough. */
    public void refresh() {
        soonest = providers.certificateExpiries();
    }

    private Number earliest() {
        return soonest.stream()
                .min(Instant::compareTo)
                .<Number>map(Instant::getEpochSecond)
                .orElse(Double.NaN);
    }

    private Number expiring() {
        Instant end = clock.instant().plus(SOON);
        return soonest.stream().filter(end::isAfter).count();
    }
}
