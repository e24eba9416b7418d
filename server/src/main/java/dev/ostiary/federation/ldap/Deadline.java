package dev.ostiary.federation.ldap;

import java.time.Duration;

/** When something must be over, whatever it consists of. */
final class Deadline {
    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }

    /** What is left in milliseconds; never 0, which means for ever in most libraries. */
    int millis() {
        return (int) Math.clamp(left().toMillis(), 1, Integer.MAX_VALUE);
    }

    /** The first of so many equal parts of what is left. */
    Deadline part(int parts) {
        return in(left().dividedBy(parts));
    }
}
