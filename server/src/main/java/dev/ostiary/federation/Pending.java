package dev.ostiary.federation;

import java.time.Instant;

/**
 * What must be known of a sign-in until it is over, and not a moment longer.
 *
 * @param attempt id of the {@link Attempt}
 * @param browser hash of the browser's key; empty when a page of somebody else's began the sign-in, then no browser of ours may go on
 * @param sealed the protocol's memory, then the identity; empty when it is over
 */
record Pending(String attempt, String browser, Phase phase, String sealed, Instant expiresAt) {

    /** What is awaited. */
    enum Phase {
        /** The provider's answer. */
        CALLBACK,
        /** The person's answer, or that of the page of somebody else's that began the sign-in. */
        ANSWER,
        /** Nothing: a second answer is told that it comes too late. */
        OVER
    }
}
