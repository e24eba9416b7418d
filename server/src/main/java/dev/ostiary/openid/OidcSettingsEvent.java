package dev.ostiary.openid;

import dev.ostiary.store.EventTypes;
import java.time.Instant;

/** What can happen to the settings of an instance's OpenID Provider. */
public sealed interface OidcSettingsEvent {
    EventTypes<OidcSettingsEvent> TYPES = EventTypes.<OidcSettingsEvent>named()
            .with("instance.oidc.settings.added", Added.class)
            .with("instance.oidc.settings.changed", Changed.class);

    Lifetimes lifetimes();

    /** When the tokens that were signed before have expired, all of them. */
    Instant earlierTokensUntil();

    record Added(Lifetimes lifetimes, Instant earlierTokensUntil) implements OidcSettingsEvent {}

    record Changed(Lifetimes lifetimes, Instant earlierTokensUntil) implements OidcSettingsEvent {}
}
