package dev.ostiary.outbound;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Signing keys of OpenID Providers (RFC 7517 section 5), asked for through the guarded client and remembered. Safe for use by many
 * threads.
 *
 * <p>Keys are asked for again after ten minutes, ahead of time when they are in use, and when a token names a key that is not known;
 * not more often than twice in ten seconds. While a provider is down the last keys serve for six hours, and no more than {@value
 * Bulkhead#MOST} wait for a slow one.
 */
public final class ProviderKeys implements AutoCloseable {
    private static final int MOST_PROVIDERS = 1_000;
    private static final long FRESH = Duration.ofMinutes(10).toMillis();
    private static final long LOCK_WAIT = Duration.ofSeconds(15).toMillis();
    private static final long AHEAD = Duration.ofMinutes(2).toMillis();
    private static final long INTERVAL = Duration.ofSeconds(10).toMillis();
    private static final long OUTAGE = Duration.ofHours(6).toMillis();

    private final OutboundClient http;
    private final Bulkhead waiting = new Bulkhead();
    private final ExecutorService refreshing = Executors.newVirtualThreadPerTaskExecutor();
    private final Recent<URI, JWKSource<SecurityContext>> sources = new Recent<>(MOST_PROVIDERS);

    public ProviderKeys(OutboundClient http) {
        this.http = http;
    }

    /**
     * Returns the keys that fit; empty when the provider has none, even after it was asked again.
     *
     * @param jwksUri the provider's {@code jwks_uri}
     * @throws KeySourceException when the provider's keys can't be had
     */
    public List<JWK> select(URI jwksUri, JWKSelector selector) throws KeySourceException {
        JWKSource<SecurityContext> source = sources.get(jwksUri, this::source);
        try {
            return waiting.pass(jwksUri.toString(), () -> source.get(selector, null));
        } catch (OutboundFailure busy) {
            throw new KeySourceException(String.valueOf(busy.getMessage()), busy);
        }
    }

    private JWKSource<SecurityContext> source(URI jwksUri) {
        return JWKSourceBuilder.<SecurityContext>create(url(jwksUri), this::retrieve)
                .cache(FRESH, LOCK_WAIT)
                .refreshAheadCache(AHEAD, null, refreshing, false, null, false)
                .rateLimited(INTERVAL)
                .outageTolerant(OUTAGE)
                .build();
    }

    private Resource retrieve(URL url) throws OutboundFailure {
        OutboundAnswer answer;
        try {
            answer = http.get(url.toURI(), "application/jwk-set+json, application/json", OutboundLimits.ANSWER);
        } catch (URISyntaxException e) {
            throw new OutboundFailure(OutboundFailure.Reason.INVALID_URL, "jwks_uri is not a URL", e);
        }
        if (answer.status() != 200) {
            throw new OutboundFailure(
                    OutboundFailure.Reason.STATUS, "the key set's place answers with HTTP " + answer.status());
        }
        return new Resource(answer.text(), answer.mediaType());
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not an http or https URL", e);
        }
    }

    @Override
    public void close() {
        refreshing.shutdownNow();
    }
}
