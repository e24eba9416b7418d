package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Colour {
        RED,
        BLUE
    }

    record Inner(String text, @Nullable Instant at) {}

    record Outer(
            Inner inner,
            List<Inner> list,
            Map<String, String> map,
            Duration duration,
            Colour colour,
            long number,
            boolean flag,
            @Nullable String absent) {}

    record Bytes(byte[] bytes) {}

    record Timed(@Nullable Instant at, @Nullable Duration took) {}

    @Test
    void aNestedRecordComesBackEqual() {
        Outer outer = new Outer(
                new Inner("a", Instant.parse("2026-03-01T10:00:00.123456Z")),
                List.of(new Inner("b", null), new Inner("c", Instant.EPOCH)),
                Map.of("key", "value"),
                Duration.ofMillis(1500),
                Colour.BLUE,
                Long.MAX_VALUE,
                true,
                null);

        assertThat(Json.read(Json.write(outer), Outer.class)).isEqualTo(outer);
    }

    @Test
    void bytesAreBase64() {
        Bytes bytes = new Bytes(new byte[] {0, 1, -1, 127, -128});

        String json = Json.write(bytes);

        assertThat(json).isEqualTo("{\"bytes\":\"AAH/f4A=\"}");
        assertThat(Json.read(json, Bytes.class).bytes()).containsExactly(0, 1, -1, 127, -128);
    }

    @Test
    void timesAreIso8601() {
        Timed timed = new Timed(Instant.parse("2026-03-01T10:00:00Z"), Duration.ofHours(240));

        assertThat(Json.write(timed)).isEqualTo("{\"at\":\"2026-03-01T10:00:00Z\",\"took\":\"PT240H\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "1969-12-31T23:59:59.999999Z",
                "2026-03-01T10:00:00.000001Z"
            })
    void everyTimeComesBackExactly(String time) {
        Timed timed = new Timed(Instant.parse(time), null);

        assertThat(Json.read(Json.write(timed), Timed.class)).isEqualTo(timed);
    }

    @Test
    void nothingIsWrittenForNull() {
        assertThat(Json.write(new Timed(null, null))).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>&'\"", "äöü ß", "😀", "\u2028", "line\nbreak", "back\\slash", "\u0001"})
    void everyTextComesBackAsItWas(String text) {
        String json = Json.write(new Inner(text, null));

        assertThat(Json.read(json, Inner.class).text()).isEqualTo(text);
        assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void listsAndMapsOfTextsComeBack() {
        assertThat(Json.readStrings(Json.write(List.of("b", "a")))).containsExactly("b", "a");
        assertThat(Json.readStrings("[]")).isEmpty();
        assertThat(Json.readMap(Json.write(Map.of("k", "v")))).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void whatALaterVersionAddedIsPassedOver() {
        assertThat(Json.read("{\"text\":\"a\",\"later\":{\"x\":[1]}}", Inner.class))
                .isEqualTo(new Inner("a", null));
    }
}
