package dev.ostiary.store;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes ids: numeric text of 18 digits, growing with time, as the contract's clients expect them.
 *
 * <p>41 bits of milliseconds since 2020, 10 bits that tell servers apart, 12 bits that count within the millisecond. Not secret.
 */
public final class Ids {
    private static final long EPOCH = 1_577_836_800_000L;

    private final InstantSource clock;
    private final long server = new SecureRandom().nextInt(1 << 10);
    private long last;

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized String next() {
        long earliest = (clock.millis() - EPOCH) << 12;
        last = Math.max(last + 1, earliest);
        return Long.toString((last >> 12 << 22) | server << 12 | (last & 0xFFF));
    }
}
