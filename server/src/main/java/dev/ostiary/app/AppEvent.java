package dev.ostiary.app;

import dev.ostiary.store.EventTypes;

/** What can happen to an application. */
public sealed interface AppEvent {
    EventTypes<AppEvent> TYPES = EventTypes.<AppEvent>named()
            .with("project.application.config.oidc.added", OidcAdded.class)
            .with("project.application.config.api.added", ApiAdded.class)
            .with("project.application.changed", NameChanged.class)
            .with("project.application.config.oidc.changed", OidcChanged.class)
            .with("project.application.config.api.changed", ApiChanged.class)
            .with("project.application.config.oidc.secret.changed", OidcSecretChanged.class)
            .with("project.application.config.api.secret.changed", ApiSecretChanged.class)
            .with("project.application.oidc.key.added", KeyAdded.class)
            .with("project.application.oidc.key.removed", KeyRemoved.class)
            .with("project.application.client_security.set", SecuritySet.class)
            .with("project.application.client_security.reset", SecurityReset.class)
            .with("project.application.deactivated", Deactivated.class)
            .with("project.application.reactivated", Reactivated.class)
            .with("project.application.removed", Removed.class);

    record OidcAdded(String project, String name, App.Oidc config) implements AppEvent {}

    record ApiAdded(String project, String name, App.Api config) implements AppEvent {}

    record NameChanged(String name) implements AppEvent {}

    record OidcChanged(App.Oidc config) implements AppEvent {}

    record ApiChanged(App.Api config) implements AppEvent {}

    record OidcSecretChanged(String secretHash) implements AppEvent {}

    record ApiSecretChanged(String secretHash) implements AppEvent {}

    record KeyAdded(App.Key key) implements AppEvent {}

    record KeyRemoved(String id) implements AppEvent {}

    record SecuritySet(ClientSecurity security) implements AppEvent {}

    /** The instance's default counts again. */
    record SecurityReset() implements AppEvent {}

    record Deactivated() implements AppEvent {}

    record Reactivated() implements AppEvent {}

    record Removed() implements AppEvent {}
}
