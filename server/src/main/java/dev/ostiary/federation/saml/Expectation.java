package dev.ostiary.federation.saml;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must fit.
 *
 * @param here who was to be answered
 * @param provider entity id of who was asked
 * @param request id of the request
 * @param certificates of the provider, whose keys sign; any of them
 * @param key opens what is encrypted for this server; reading it takes a while, and most answers are not
 * @param maxAge how long ago the person may have been authenticated, null for any time
 */
public record Expectation(
        ServiceProvider here,
        String provider,
        String request,
        List<X509Certificate> certificates,
        Supplier<PrivateKey> key,
        @Nullable Duration maxAge,
        Instant now) {

    /** How much clocks may differ. */
    public static final Duration SKEW = Duration.ofSeconds(60);

    boolean hasCome(Instant time) {
        return !now.plus(SKEW).isBefore(time);
    }

    boolean isOver(Instant time) {
        return !now.minus(SKEW).isBefore(time);
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "Expectation[" + here + ", " + provider + "]";
    }
}
