package dev.ostiary.webkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.Ed25519;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.WebKey;
import dev.ostiary.crypto.WebKey.State;
import dev.ostiary.store.Revision;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.webkey.Rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about which keys at which time. Times are in days; tokens are good for half a day. */
class RotationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Rotation ROTATION = new Rotation(Duration.ofDays(90));
    private static final Duration TOKENS = Duration.ofHours(12);
    private static final String KEY =
            new Ecdsa(NamedCurve.P256).generate("kid").toPublicJWK().toJSONString();

    /** @param since the day on which it came into its state */
    private static Stored<WebKey> key(String id, State state, double created, double since) {
        return new Stored<>(
                new Stream("1", "web_key", id, "1"),
                new Revision(1, day(created), day(since)),
                new WebKey(state, KEY, "sealed"));
    }

    private static Stored<WebKey> initial(String id, double created) {
        return key(id, State.INITIAL, created, created);
    }

    private static Stored<WebKey> active(String id, double created, double since) {
        return key(id, State.ACTIVE, created, since);
    }

    private static Stored<WebKey> inactive(String id, double created, double since) {
        return key(id, State.INACTIVE, created, since);
    }

    private static Instant day(double day) {
        return START.plusSeconds(Math.round(day * 86_400));
    }

    static java.util.stream.Stream<Arguments> table() {
        Stored<WebKey> a = active("a", 0, 0);
        Stored<WebKey> b = initial("b", 0);
        return java.util.stream.Stream.of(
                row("an instance without keys gets them at first use", 0, List.of(), ""),
                row("while the active key lives nothing happens", 89.99, List.of(a, b), ""),
                row("its life is over", 90, List.of(a, b), "activate b"),
                row("that was missed for long", 400, List.of(a, b), "activate b"),
                row("there is no next key", 1, List.of(a), "publish"),
                row("there is none, and it is late: clients get to know it first", 400, List.of(a), "publish"),
                row("the next key is too young", 400, List.of(a, initial("b", 399.01)), ""),
                row("the next key is old enough", 400, List.of(a, initial("b", 399)), "activate b"),
                row("an administrator's key comes first", 90, List.of(a, b, initial("c", 50)), "activate c"),
                row("an administrator's key is waited for", 90, List.of(a, b, initial("c", 89.5)), ""),
                row("what was passed over is no next key", 200, List.of(b, active("c", 50, 190)), "publish"),
                row(
                        "an active key that was chosen by hand has its whole life",
                        170,
                        List.of(inactive("z", 0, 100), active("c", 50, 100), initial("d", 100)),
                        "remove z"),
                row(
                        "its tokens may be good",
                        100.4,
                        List.of(inactive("a", 0, 100), active("b", 0, 100), initial("c", 100)),
                        ""),
                row(
                        "its tokens have just expired",
                        100.5,
                        List.of(inactive("a", 0, 100), active("b", 0, 100), initial("c", 100)),
                        ""),
                row(
                        "its tokens were good until before the margin",
                        130.49,
                        List.of(inactive("a", 0, 100), active("b", 0, 100), initial("c", 100)),
                        ""),
                row(
                        "the margin is over too",
                        130.5,
                        List.of(inactive("a", 0, 100), active("b", 0, 100), initial("c", 100)),
                        "remove a"),
                row(
                        "several things at once",
                        190,
                        List.of(inactive("y", 0, 90), inactive("a", 0, 100), active("b", 0, 100), initial("c", 100)),
                        "activate c, remove y, remove a"),
                row(
                        "an old key that was activated again",
                        150,
                        List.of(active("a", 0, 120), inactive("b", 0, 120), initial("c", 90)),
                        ""),
                row("a clock that was wrong", -5, List.of(a, b), ""));
    }

    private static Arguments row(String situation, double now, List<Stored<WebKey>> keys, String steps) {
        return Arguments.of(situation, now, keys, steps);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void whatIsDue(String situation, double now, List<Stored<WebKey>> keys, String steps) {
        assertThat(text(ROTATION.due(keys, signed -> signed.plus(TOKENS), day(now))))
                .isEqualTo(steps);
    }

    @Test
    void aLifetimeOfZeroLeavesEverythingToAdministrators() {
        List<Stored<WebKey>> keys = List.of(inactive("a", 0, 1), active("b", 0, 1));

        assertThat(new Rotation(Duration.ZERO).due(keys, signed -> signed, day(5000)))
                .isEmpty();
    }

    @Test
    void theNextKeyIsOfTheKindOfTheActiveOne() {
        WebKey ed25519 = new WebKey(
                State.ACTIVE, new Ed25519().generate("kid").toPublicJWK().toJSONString(), "sealed");
        Stored<WebKey> active =
                new Stored<>(new Stream("1", "web_key", "a", "1"), new Revision(2, START, START), ed25519);

        assertThat(ROTATION.due(List.of(initial("0", 0), active), signed -> signed, START))
                .containsExactly(new Step.Publish(new Ed25519()));
    }

    private static String text(List<Step> steps) {
        return String.join(", ", steps.stream().map(RotationTest::text).toList());
    }

    private static String text(Step step) {
        return switch (step) {
            case Step.Publish(KeyKind kind) -> {
                assertThat(kind).isEqualTo(new Ecdsa(NamedCurve.P256));
                yield "publish";
            }
            case Step.Activate(Stored<WebKey> next) -> "activate " + next.id();
            case Step.Remove(Stored<WebKey> old) -> "remove " + old.id();
        };
    }
}
