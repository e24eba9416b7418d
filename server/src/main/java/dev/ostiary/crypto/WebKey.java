package dev.ostiary.crypto;

import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * A key pair that an instance signs tokens with.
 *
 * @param publicKey the public part as a JWK (RFC 7517), with its {@code kid}, {@code use} and {@code alg}
 * @param sealedKey the whole JWK, sealed by the {@link Vault}
 */
public record WebKey(State state, String publicKey, String sealedKey) {

    /** Keys of all three states are published, and what they signed is accepted; the active one signs. */
    public enum State {
        /** Has not signed yet: clients get to know it. */
        INITIAL,
        ACTIVE,
        /** Signs no more. */
        INACTIVE
    }

    /** Its kind; parses the key. */
    public KeyKind kind() {
        return KeyKind.of(parsed());
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    JWK parsed() {
        return parse(publicKey);
    }

    static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("a stored key can't be read", e);
        }
    }

    static @Nullable WebKey evolve(@Nullable WebKey key, WebKeyEvent event) {
        if (event instanceof WebKeyEvent.Added(String publicKey, String sealedKey)) {
            return new WebKey(State.INITIAL, publicKey, sealedKey);
        }
        if (key == null) {
            throw new IllegalStateException(event.getClass() + " before it was added");
        }
        return switch (event) {
            case WebKeyEvent.Added _ -> key;
            case WebKeyEvent.Activated _ -> key.in(State.ACTIVE);
            case WebKeyEvent.Deactivated _ -> key.in(State.INACTIVE);
            case WebKeyEvent.Removed _ -> null;
        };
    }

    private WebKey in(State next) {
        return new WebKey(next, publicKey, sealedKey);
    }
}
