package dev.ostiary.store;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes ids: numeric text of 18 digits (until 2090), growing with time, as the contract's clients expect them.
 *
 * <p>From the left: milliseconds since 1970, 10 bits that tell servers apart, 8 bits that count within the millisecond; who needs more takes
 * them from the milliseconds to come. Not secret.
 */
public final class Ids {
    private static final int COUNT_BITS = 8;
    private static final int SERVER_BITS = 10;

    private final InstantSource clock;
    private final long server = new SecureRandom().nextInt(1 << SERVER_BITS);
    private long last;

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized String next() {
        last = Math.max(last + 1, clock.millis() << COUNT_BITS);
        long millis = last >> COUNT_BITS;
        long count = last & ((1 << COUNT_BITS) - 1);
        return Long.toString((millis << SERVER_BITS | server) << COUNT_BITS | count);
    }
}
