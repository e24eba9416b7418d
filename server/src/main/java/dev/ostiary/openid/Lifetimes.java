package dev.ostiary.openid;

import java.time.Duration;

/**
 * How long tokens live.
 *
 * @param refreshIdle a refresh token that is not used so long is lost
 * @param refreshTotal after that the user signs in again
 */
public record Lifetimes(Duration accessToken, Duration idToken, Duration refreshIdle, Duration refreshTotal) {
    public static final Lifetimes DEFAULT =
            new Lifetimes(Duration.ofHours(12), Duration.ofHours(12), Duration.ofDays(30), Duration.ofDays(90));

    /** How long a signed token is good at most. */
    public Duration longestOfTokens() {
        return accessToken.compareTo(idToken) > 0 ? accessToken : idToken;
    }
}
