package dev.ostiary.openid;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers which DPoP proofs this server has seen, for as long as they would be good, in two generations: the older one is forgotten when
 * the younger one has taken its time, or all of its room.
 */
final class SeenProofs {
    private static final int ROOM = 100_000;

    private Set<String> older = Set.of();
    private Set<String> younger = new HashSet<>();
    private Instant youngerSince = Instant.EPOCH;

    /** @return whether it was not seen before */
    synchronized boolean isFirst(String use, Instant now) {
        if (younger.size() >= ROOM || !now.isBefore(youngerSince.plus(DpopProof.LIFETIME))) {
            older = younger;
            younger = new HashSet<>();
            youngerSince = now;
        }
        return !older.contains(use) && younger.add(use);
    }
}
