package dev.ostiary.outbound;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets only so many wait for one peer at a time; whoever comes beyond that is refused at once. So a peer that has become slow takes no
 * room from the others. Safe for use by many threads.
 */
final class Bulkhead {
    /** Enough for hundreds of sign-ins in a second through a peer that is well, and few of what the server takes in all. */
    static final int MOST = 64;

    private final Map<String, Integer> inside = new ConcurrentHashMap<>();

    /** What is done inside. */
    interface Work<T, E extends Exception> {
        T run() throws E, OutboundFailure;
    }

    /**
     * Runs the work.
     *
     * @param peer whom it is about
     * @throws OutboundFailure of reason {@link OutboundFailure.Reason#BUSY} when too many wait for the peer
     */
    <T, E extends Exception> T pass(String peer, Work<T, E> work) throws E, OutboundFailure {
        int now = inside.merge(peer, 1, Integer::sum);
        try {
            if (now > MOST) {
                throw new OutboundFailure(
                        OutboundFailure.Reason.BUSY, "more than " + MOST + " wait for the answers of " + peer);
            }
            return work.run();
        } finally {
            inside.computeIfPresent(peer, (any, count) -> count == 1 ? null : count - 1);
        }
    }
}
