package dev.ostiary.crypto;

import dev.ostiary.store.EventTypes;

/** What happens to a signing key. */
public sealed interface WebKeyEvent {
    EventTypes<WebKeyEvent> TYPES = EventTypes.<WebKeyEvent>named()
            .with("web_key.added", Added.class)
            .with("web_key.activated", Activated.class)
            .with("web_key.deactivated", Deactivated.class)
            .with("web_key.removed", Removed.class);

    record Added(String publicKey, String sealedKey) implements WebKeyEvent {}

    record Activated() implements WebKeyEvent {}

    record Deactivated() implements WebKeyEvent {}

    record Removed() implements WebKeyEvent {}
}
