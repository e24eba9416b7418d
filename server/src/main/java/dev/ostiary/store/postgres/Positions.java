package dev.ostiary.store.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which events were told already.
 *
 * <p>A transaction gets its events' positions before it commits, so that a lower one may appear after a higher one. Positions that were
 * passed over are remembered and looked for until no transaction that may have them is running; transactions that are undone leave such
 * gaps for good. Used by one thread.
 */
final class Positions {
    static final int MOST_MISSING = 10_000;

    /** Between a position and the number of its transaction lies a moment, so a number alone doesn't suffice. */
    private static final long LEAST_WAIT = Duration.ofSeconds(5).toNanos();

    /**
     * A moment in the database's life.
     *
     * @param nanos time on this server's clock that only grows
     * @param oldestRunning number of the oldest transaction that had not ended
     * @param next number that the next transaction was to get
     */
    record Moment(long nanos, long oldestRunning, long next) {}

    private final Map<Long, Moment> missing = new TreeMap<>();
    private long last;

    /** @param last what lies at or before it is not of interest */
    Positions(long last) {
        this.last = last;
    }

    long last() {
        return last;
    }

    List<Long> missing() {
        return List.copyOf(missing.keySet());
    }

    /**
     * Takes note of an event.
     *
     * @return false when so many were passed over that they are given up: they may appear unnoticed
     */
    boolean add(long position, Moment now) {
        if (position <= last) {
            missing.remove(position);
            return true;
        }
        boolean few = position - last - 1 + missing.size() <= MOST_MISSING;
        if (few) {
            for (long passed = last + 1; passed < position; passed++) {
                missing.put(passed, now);
            }
        } else {
            missing.clear();
        }
        last = position;
        return few;
    }

    /** Forgets what can't appear any more. To be called after the missing ones were looked for at that moment or later. */
    void forget(Moment now) {
        missing.values()
                .removeIf(found -> now.oldestRunning() >= found.next() && now.nanos() - found.nanos() >= LEAST_WAIT);
    }
}
