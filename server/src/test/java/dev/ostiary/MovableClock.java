package dev.ostiary;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until a test moves it. */
public final class MovableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public MovableClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }
}
