package dev.ostiary.session;

import dev.ostiary.store.EventTypes;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can happen to a session. */
sealed interface SessionEvent {
    EventTypes<SessionEvent> TYPES = EventTypes.<SessionEvent>named()
            .with("session.added", Added.class)
            .with("session.user.checked", UserChecked.class)
            .with("session.password.checked", PasswordChecked.class)
            .with("session.intent.checked", IntentChecked.class)
            .with("session.token.set", TokenSet.class)
            .with("session.lifetime.set", LifetimeSet.class)
            .with("session.metadata.set", MetadataSet.class)
            .with("session.terminated", Terminated.class);

    /**
     * @param creator of a call, null for the pages and for sessions that were made before this was kept
     * @param userAgent null for the pages
     */
    record Added(@Nullable String creator, @Nullable UserAgent userAgent) implements SessionEvent {}

    /** @param checkedAt null for sessions that were made before this was kept */
    record UserChecked(
            String userId, String organization, @Nullable Instant checkedAt) implements SessionEvent {}

    record PasswordChecked(Instant checkedAt) implements SessionEvent {}

    /** @param vouched null for sessions that were made before this was kept */
    record IntentChecked(
            String idp, Instant checkedAt, @Nullable Vouched vouched) implements SessionEvent {
        IntentChecked(String idp, Instant checkedAt) {
            this(idp, checkedAt, null);
        }
    }

    /** @param hash of the token, never the token */
    record TokenSet(String hash) implements SessionEvent {}

    record LifetimeSet(Instant expiresAt) implements SessionEvent {}

    /** @param metadata values in base64 by key, an empty one to take its key out */
    record MetadataSet(Map<String, String> metadata) implements SessionEvent {}

    record Terminated() implements SessionEvent {}
}
