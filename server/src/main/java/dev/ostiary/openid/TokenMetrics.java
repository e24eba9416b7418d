package dev.ostiary.openid;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the tokens that are given out, by grant. */
final class TokenMetrics {
    private final MeterRegistry registry;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter issued(String grantType) {
        return Counter.builder("ostiary.tokens.issued")
                .description("Answers that held tokens, by grant type")
                .tag("grant", grantType.substring(grantType.lastIndexOf(':') + 1))
                .register(registry);
    }
}
