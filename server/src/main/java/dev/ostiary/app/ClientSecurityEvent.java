package dev.ostiary.app;

import dev.ostiary.store.EventTypes;

/** What can happen to an instance's default of what its applications must do. */
public sealed interface ClientSecurityEvent {
    EventTypes<ClientSecurityEvent> TYPES =
            EventTypes.<ClientSecurityEvent>named().with("instance.client_security.set", Set.class);

    record Set(ClientSecurity security) implements ClientSecurityEvent {}
}
