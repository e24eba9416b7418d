package dev.ostiary.session;

import dev.ostiary.store.EventTypes;
import java.time.Instant;

/** What can happen to a session. */
sealed interface SessionEvent {
    EventTypes<SessionEvent> TYPES = EventTypes.<SessionEvent>named()
            .with("session.added", Added.class)
            .with("session.user.checked", UserChecked.class)
            .with("session.password.checked", PasswordChecked.class)
            .with("session.intent.checked", IntentChecked.class)
            .with("session.token.set", TokenSet.class)
            .with("session.lifetime.set", LifetimeSet.class)
            .with("session.terminated", Terminated.class);

    record Added() implements SessionEvent {}

    record UserChecked(String userId, String organization) implements SessionEvent {}

    record PasswordChecked(Instant checkedAt) implements SessionEvent {}

    record IntentChecked(String idp, Instant checkedAt) implements SessionEvent {}

    /** @param hash of the token, never the token */
    record TokenSet(String hash) implements SessionEvent {}

    record LifetimeSet(Instant expiresAt) implements SessionEvent {}

    record Terminated() implements SessionEvent {}
}
