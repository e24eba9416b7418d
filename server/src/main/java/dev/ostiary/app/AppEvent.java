package dev.ostiary.app;

import dev.ostiary.store.EventTypes;

/** What can happen to an application. */
public sealed interface AppEvent {
    EventTypes<AppEvent> TYPES = EventTypes.<AppEvent>named()
            .with("project.application.config.oidc.added", OidcAdded.class)
            .with("project.application.config.api.added", ApiAdded.class)
            .with("project.application.config.oidc.secret.changed", OidcSecretChanged.class)
            .with("project.application.removed", Removed.class);

    record OidcAdded(String project, String name, App.Oidc config) implements AppEvent {}

    record ApiAdded(String project, String name, App.Api config) implements AppEvent {}

    record OidcSecretChanged(String secretHash) implements AppEvent {}

    record Removed() implements AppEvent {}
}
