package dev.ostiary.outbound;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many wait for one peer at a time. Whoever comes beyond that waits a moment for a place, as a peer that is well gives many back in
 * it, and is then refused; whoever comes beyond those is refused at once. So a peer that has become slow takes no room from the others. Safe
 * for use by many threads.
 */
public final class Bulkhead {
    /** Enough for hundreds of sign-ins in a second through a peer that is well, and few of what the server takes in all. */
    public static final int MOST = 64;

    private static final int MOST_WITHOUT_PLACE = 4 * MOST;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /** What is done inside. */
    public interface Work<T, E extends Exception> {
        T run() throws E, OutboundFailure;
    }

    /** @param around how many are here for it, with a place or without */
    private record Peer(Semaphore places, int around) {
        Peer(int around) {
            this(new Semaphore(MOST, true), around);
        }

        Peer plus(int more) {
            return new Peer(places, around + more);
        }

        boolean takePlace() {
            try {
                return around <= MOST + MOST_WITHOUT_PLACE
                        && places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /**
     * Runs the work.
     *
     * @param name the peer it is about
     * @throws OutboundFailure of reason {@link OutboundFailure.Reason#BUSY} when too many wait for the peer
     */
    public <T, E extends Exception> T pass(String name, Work<T, E> work) throws E, OutboundFailure {
        Peer peer = peers.merge(name, new Peer(1), (known, _) -> known.plus(1));
        try {
            return pass(name, peer, work);
        } finally {
            peers.computeIfPresent(name, (_, known) -> known.around == 1 ? null : known.plus(-1));
        }
    }

    private static <T, E extends Exception> T pass(String name, Peer peer, Work<T, E> work) throws E, OutboundFailure {
        if (!peer.takePlace()) {
            throw new OutboundFailure(
                    OutboundFailure.Reason.BUSY, "more than " + MOST + " wait for the answers of " + name);
        }
        try {
            return work.run();
        } finally {
            peer.places.release();
        }
    }
}
