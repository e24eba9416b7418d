package dev.ostiary.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metadata of OpenID Providers, asked for once and remembered (OpenID Connect Discovery 1.0 section 4). Safe for use by many threads.
 *
 * <p>Metadata is asked for again after ten minutes, or what {@code Cache-Control} says between one minute and one hour. When many need
 * the same provider at once, one asks. While a provider is down, the last good metadata serves for six hours; without any, the
 * failure is remembered for five seconds so that not every sign-in waits for a dead provider, and no more than {@value Bulkhead#MOST}
 * wait for a slow one.
 */
public final class Discovery {
    private static final int MOST_PROVIDERS = 2_000;
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration LEAST_FRESH = Duration.ofMinutes(1);
    private static final Duration MOST_FRESH = Duration.ofHours(1);
    private static final Duration USABLE = Duration.ofHours(6);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})");

    private final OutboundClient http;
    private final InstantSource clock;
    private final Bulkhead waiting = new Bulkhead();
    private final Recent<String, Known> providers = new Recent<>(MOST_PROVIDERS);

    public Discovery(OutboundClient http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Returns the metadata of the provider with this issuer.
     *
     * @param issuer exactly as configured
     */
    public ProviderMetadata of(String issuer) throws DiscoveryFailure {
        Known known = providers.get(issuer, any -> new Known(clock, PAUSE));
        Optional<ProviderMetadata> remembered = known.remembered();
        if (remembered.isPresent()) {
            return remembered.get();
        }
        try {
            return waiting.pass(issuer, () -> known.get(() -> ask(issuer)));
        } catch (OutboundFailure busy) {
            throw unreachable(busy);
        }
    }

    private Known.Fetched ask(String issuer) throws DiscoveryFailure {
        OutboundAnswer answer;
        try {
            answer = http.get(location(issuer), "application/json", OutboundLimits.ANSWER);
        } catch (OutboundFailure e) {
            throw unreachable(e);
        }
        if (answer.status() != 200) {
            throw new DiscoveryFailure(
                    DiscoveryFailure.Reason.NOT_METADATA, "the provider answers with HTTP " + answer.status());
        }
        Instant now = clock.instant();
        return new Known.Fetched(
                ProviderMetadata.parse(answer.text(), issuer), now.plus(freshness(answer)), now.plus(USABLE));
    }

    private static DiscoveryFailure unreachable(OutboundFailure e) {
        return new DiscoveryFailure(
                DiscoveryFailure.Reason.UNREACHABLE, e.reason().text() + ": " + e.getMessage(), e);
    }

    /** The place of the document: a slash at the end of the issuer is dropped first (section 4.1). */
    static URI location(String issuer) throws DiscoveryFailure {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        try {
            return new URI(base + "/.well-known/openid-configuration");
        } catch (URISyntaxException e) {
            throw new DiscoveryFailure(DiscoveryFailure.Reason.UNREACHABLE, "the issuer is not a URL", e);
        }
    }

    private static Duration freshness(OutboundAnswer answer) {
        Matcher maxAge = MAX_AGE.matcher(answer.header("Cache-Control").orElse(""));
        if (!maxAge.find()) {
            return FRESH;
        }
        Duration said = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
        return said.compareTo(LEAST_FRESH) < 0 ? LEAST_FRESH : said.compareTo(MOST_FRESH) > 0 ? MOST_FRESH : said;
    }
}
