package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MicrosProperties {

    /** From the year 0 to the year 9999. */
    @Property
    void microsecondsComeBackExactly(
            @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L) long micros) {
        assertThat(Micros.of(Micros.toInstant(micros))).isEqualTo(micros);
    }

    @Property
    void laterIsMore(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long seconds) {
        Instant time = Instant.ofEpochSecond(seconds);

        assertThat(Micros.of(time.plusNanos(1000))).isEqualTo(Micros.of(time) + 1);
    }
}
