package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest {
    record Renamed(String name) {}

    private static final EventTypes<Renamed> PLAIN = EventTypes.<Renamed>named().with("thing.renamed", Renamed.class);
    private static final EventTypes<Renamed> OWNED =
            EventTypes.<Renamed>namedByOwner().with("thing.renamed", Renamed.class);

    @Test
    void aPlainNameIsUsedAsDeclared() {
        assertThat(PLAIN.nameOf(new Stream("1", "thing", "a", "1"), new Renamed("x")))
                .isEqualTo("thing.renamed");
    }

    @ParameterizedTest
    @CsvSource({"1, instance.thing.renamed", "2, org.thing.renamed"})
    void aNameByOwnerSaysWhoOwnsTheResource(String owner, String name) {
        assertThat(OWNED.nameOf(new Stream("1", "thing", "a", owner), new Renamed("x")))
                .isEqualTo(name);
    }

    @Test
    void anEventIsReadByTheNameItWasWrittenWith() {
        Renamed event = new Renamed("x");

        assertThat(PLAIN.read("thing.renamed", Json.write(event))).isEqualTo(event);
        assertThat(OWNED.read("org.thing.renamed", Json.write(event))).isEqualTo(event);
        assertThat(OWNED.read("instance.thing.renamed", Json.write(event))).isEqualTo(event);
    }

    @Test
    void anUnknownNameIsNotRead() {
        assertThatThrownBy(() -> PLAIN.read("thing.exploded", "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thing.exploded");
    }
}
