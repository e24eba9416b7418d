package dev.ostiary.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as columns keep them: microseconds since 1970. */
public final class Micros {
    private Micros() {}

    public static long of(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
