package dev.ostiary.grant;

import java.time.Duration;

/**
 * An application is to be told that a sign-in session has ended.
 *
 * @param id the same at every attempt
 * @param issuer as the application knows us
 * @param attempts how many there have been, this one included
 */
public record LogoutNotice(
        String instance, String id, String clientId, String userId, String session, String issuer, int attempts) {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DOUBLINGS = 10;

    /** How long to wait after an attempt that failed: longer each time. */
    Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
