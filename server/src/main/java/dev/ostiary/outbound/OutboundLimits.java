package dev.ostiary.outbound;

import java.time.Duration;

/**
 * How long a call to the outside may take.
 *
 * @param connect until the connection stands
 * @param total for everything, from looking up the name to the last byte, redirects included
 */
public record OutboundLimits(Duration connect, Duration total) {
    public static final OutboundLimits DEFAULT = new OutboundLimits(Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** The most bytes of an ordinary answer. */
    public static final int ANSWER = 1 << 20;

    /** The most bytes of a token answer. */
    public static final int TOKENS = 64 << 10;
}
