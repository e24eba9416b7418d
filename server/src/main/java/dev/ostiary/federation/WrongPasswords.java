package dev.ostiary.federation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Stops who guesses the password of one account at a directory, from however many places: after {@value #MOST} wrong ones none is tried
 * there until some time has passed, and then one more every {@value #MINUTES} minutes. Each server counts for itself.
 *
 * <p>Each place of a table of fixed size holds one number, the time at which its account has no wrong password any more (the generic cell
 * rate algorithm, ITU-T I.371): memory is bounded, and two accounts that meet in a place share it. Nobody outside can tell which do.
 */
final class WrongPasswords {
    static final int MOST = 10;
    static final int MINUTES = 3;

    private static final long EACH = Duration.ofMinutes(MINUTES).toMillis();
    private static final int PLACES = 1 << 14;

    private final InstantSource clock;
    private final long key = ThreadLocalRandom.current().nextLong();
    private final AtomicLongArray forgottenAt = new AtomicLongArray(PLACES);

    WrongPasswords(InstantSource clock) {
        this.clock = clock;
    }

    boolean mayTry(String provider, String account) {
        long now = now();
        return forgottenAt.get(place(provider, account)) - now <= (MOST - 1) * EACH;
    }

    void wrong(String provider, String account) {
        long now = now();
        forgottenAt.updateAndGet(place(provider, account), until -> Math.max(now, until) + EACH);
    }

    private long now() {
        return clock.instant().toEpochMilli();
    }

    private int place(String provider, String account) {
        long mixed = (Objects.hash(provider, account) ^ key) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 50);
    }
}
