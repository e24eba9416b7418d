package dev.ostiary.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What is known of one provider: the last good metadata, the last failure, and whether somebody is asking right now. */
final class Known {

    /**
     * Metadata that a provider gave.
     *
     * @param freshUntil until then nobody asks again
     * @param usableUntil until then it serves when the provider doesn't answer
     */
    record Fetched(ProviderMetadata metadata, Instant freshUntil, Instant usableUntil) {}

    /** Asks the provider. */
    interface Ask {
        Fetched ask() throws DiscoveryFailure;
    }

    private final InstantSource clock;
    private final Duration pause;
    private @Nullable Fetched last;
    private @Nullable DiscoveryFailure failure;
    private Instant retryAt = Instant.MIN;
    private @Nullable CompletableFuture<Fetched> asking;

    Known(InstantSource clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Returns what serves without asking; empty when the provider must be asked. */
    synchronized Optional<ProviderMetadata> remembered() throws DiscoveryFailure {
        return Optional.ofNullable(remembered(clock.instant())).map(Fetched::metadata);
    }

    ProviderMetadata get(Ask provider) throws DiscoveryFailure {
        CompletableFuture<Fetched> flight;
        boolean lead;
        synchronized (this) {
            Fetched remembered = remembered(clock.instant());
            if (remembered != null) {
                return remembered.metadata();
            }
            lead = asking == null;
            flight = asking == null ? new CompletableFuture<>() : asking;
            asking = flight;
        }
        return lead ? lead(flight, provider) : join(flight);
    }

    /** Returns what serves without asking, null when the provider must be asked. */
    private @Nullable Fetched remembered(Instant now) throws DiscoveryFailure {
        boolean pausing = now.isBefore(retryAt);
        if (last != null && now.isBefore(last.freshUntil())) {
            return last;
        }
        if (last != null && now.isBefore(last.usableUntil()) && (pausing || asking != null)) {
            return last;
        }
        if (failure != null && pausing) {
            throw failure;
        }
        return null;
    }

    private ProviderMetadata lead(CompletableFuture<Fetched> flight, Ask provider) throws DiscoveryFailure {
        try {
            Fetched fetched = provider.ask();
            settle(fetched, null);
            flight.complete(fetched);
            return fetched.metadata();
        } catch (DiscoveryFailure e) {
            Fetched earlier = settle(null, e);
            flight.completeExceptionally(e);
            if (earlier != null && clock.instant().isBefore(earlier.usableUntil())) {
                return earlier.metadata();
            }
            throw e;
        } catch (RuntimeException e) {
            settle(null, null);
            flight.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized @Nullable Fetched settle(@Nullable Fetched fetched, @Nullable DiscoveryFailure failed) {
        asking = null;
        failure = failed;
        if (fetched == null) {
            retryAt = clock.instant().plus(pause);
        } else {
            last = fetched;
        }
        return last;
    }

    private static ProviderMetadata join(CompletableFuture<Fetched> flight) throws DiscoveryFailure {
        try {
            return flight.join().metadata();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DiscoveryFailure failure) {
                throw failure;
            }
            throw e;
        }
    }
}
