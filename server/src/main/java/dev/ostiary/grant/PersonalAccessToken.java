package dev.ostiary.grant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that a machine user carries to the API.
 *
 * @param hash SHA-256 of the token, which is not kept
 */
public record PersonalAccessToken(String userId, String hash, List<String> scopes, Instant expiresAt) {

    /** What happens to a personal access token. */
    sealed interface Event {
        record Added(String userId, String hash, List<String> scopes, Instant expiresAt) implements Event {}

        record Removed(String userId) implements Event {}
    }

    static @Nullable PersonalAccessToken evolve(@Nullable PersonalAccessToken token, Event event) {
        return switch (event) {
            case Event.Added a -> new PersonalAccessToken(a.userId, a.hash, a.scopes, a.expiresAt);
            case Event.Removed _ -> null;
        };
    }
}
