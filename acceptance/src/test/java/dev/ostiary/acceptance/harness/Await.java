package dev.ostiary.acceptance.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become true, and fails with its name if it does not. */
public final class Await {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /** Returns as soon as {@code condition} holds; throws {@link AssertionError} naming {@code what} when it does not within {@code atMost}. */
    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        value(what, atMost, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that {@code source} has within {@code atMost}; throws {@link AssertionError} naming {@code what} otherwise. */
    public static <T> T value(String what, Duration atMost, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + atMost.toSeconds() + " s for " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
