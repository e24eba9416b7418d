package dev.ostiary.crypto;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The master keys that are known: the first wraps, all unwrap. There is more than one while a rotation is under way.
 *
 * <p>A wrapped data key is the id of its master key, a dot and base64. What was wrapped before keys had ids is base64 alone.
 *
 * @param keys at least one
 */
public record Keyring(List<MasterKey> keys) {
    public Keyring {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no master key");
        }
    }

    public static Keyring of(MasterKey... keys) {
        return new Keyring(List.of(keys));
    }

    public MasterKey current() {
        return keys.getFirst();
    }

    String wrap(byte[] dataKey, byte[] associated) {
        return current().id() + "."
                + Base64.getEncoder().encodeToString(current().wrap(dataKey, associated));
    }

    /** Whether the current key wrapped it. */
    boolean isCurrent(String wrapped) {
        return wrapped.startsWith(current().id() + ".");
    }

    /**
     * @return empty when none of these keys wrapped it
     * @throws AesGcm.Tampered when one of them did, and it was changed or moved since
     */
    Optional<byte[]> unwrap(String wrapped, byte[] associated) {
        int dot = wrapped.indexOf('.');
        byte[] sealed = Base64.getDecoder().decode(wrapped.substring(dot + 1));
        if (dot < 0) {
            return keys.stream()
                    .flatMap(key -> tried(key, sealed, associated).stream())
                    .findFirst();
        }
        String id = wrapped.substring(0, dot);
        return keys.stream().filter(key -> key.id().equals(id)).findFirst().map(key -> key.unwrap(sealed, associated));
    }

    private static Optional<byte[]> tried(MasterKey key, byte[] sealed, byte[] associated) {
        try {
            return Optional.of(key.unwrap(sealed, associated));
        } catch (AesGcm.Tampered another) {
            return Optional.empty();
        }
    }
}
