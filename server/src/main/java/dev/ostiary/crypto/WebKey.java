package dev.ostiary.crypto;

import org.jspecify.annotations.Nullable;

/**
 * A key pair that an instance signs tokens with.
 *
 * @param publicKey the public part as a JWK (RFC 7517), with its {@code kid}, {@code use} and {@code alg}
 * @param sealedKey the whole JWK, sealed by the {@link Vault}
 */
record WebKey(State state, String publicKey, String sealedKey) {

    /** INITIAL keys are published so that clients know them before they sign. */
    enum State {
        INITIAL,
        ACTIVE
    }

    /** What happens to a key. */
    sealed interface Event {
        record Added(String publicKey, String sealedKey) implements Event {}

        record Activated() implements Event {}
    }

    static WebKey evolve(@Nullable WebKey key, Event event) {
        return switch (event) {
            case Event.Added added -> new WebKey(State.INITIAL, added.publicKey, added.sealedKey);
            case Event.Activated _ when key != null -> new WebKey(State.ACTIVE, key.publicKey, key.sealedKey);
            case Event.Activated _ -> throw new IllegalStateException("activated before it was added");
        };
    }
}
