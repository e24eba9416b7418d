package dev.ostiary.webkey;

import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.WebKey;
import dev.ostiary.crypto.WebKey.State;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * When signing keys follow each other, so that no client ever meets a key it can't know. Each step is safe by itself, whenever the one before
 * it was taken.
 *
 * @param lifetime how long a key signs before the next one takes over; zero for ever, and then nothing is done at all
 */
public record Rotation(Duration lifetime) {
    /**
     * How long a key is published at least before it signs. Answers of the keys endpoint may be kept for five minutes; clients that look once a
     * day whatever it says are provided for too.
     */
    public static final Duration AHEAD = Duration.ofDays(1);

    /** How long a key is published after the last token that it signed has expired: clients send old ID tokens as hints at sign-out. */
    public static final Duration MARGIN = Duration.ofDays(30);

    /** What is to be done now. */
    public sealed interface Step {
        /** A further key is published, of the kind that the active one is. */
        record Publish(KeyKind kind) implements Step {}

        /** The next key signs from now on. */
        record Activate(Stored<WebKey> next) implements Step {}

        /** A key that nothing valid was signed with goes. */
        record Remove(Stored<WebKey> old) implements Step {}
    }

    /**
     * Decides what is to be done.
     *
     * @param keys all keys of an instance, oldest first
     * @param expiry when the last token has expired that was signed at the given time or before
     */
    public List<Step> due(List<Stored<WebKey>> keys, UnaryOperator<Instant> expiry, Instant now) {
        Optional<Stored<WebKey>> active = keys.stream().filter(in(State.ACTIVE)).findFirst();
        if (lifetime.isZero() || active.isEmpty()) {
            return List.of();
        }
        Stream<Step> gone = keys.stream()
                .filter(in(State.INACTIVE))
                .filter(key -> isPast(expiry.apply(key.revision().changedAt()), MARGIN, now))
                .map(Step.Remove::new);
        return Stream.concat(succession(keys, active.get(), now).stream(), gone).toList();
    }

    /** There is always a next key: who looks for new keys rarely has the active one's whole life for it. */
    private Optional<Step> succession(List<Stored<WebKey>> keys, Stored<WebKey> active, Instant now) {
        Optional<Stored<WebKey>> next = keys.stream()
                .skip(keys.indexOf(active))
                .filter(in(State.INITIAL))
                .reduce((_, newer) -> newer);
        if (next.isEmpty()) {
            return Optional.of(new Step.Publish(active.state().kind()));
        }
        return next.filter(key -> isPast(active.revision().changedAt(), lifetime, now)
                        && isPast(key.revision().createdAt(), AHEAD, now))
                .map(Step.Activate::new);
    }

    private static Predicate<Stored<WebKey>> in(State state) {
        return key -> key.state().state() == state;
    }

    private static boolean isPast(Instant begin, Duration time, Instant now) {
        return !begin.plus(time).isAfter(now);
    }
}
