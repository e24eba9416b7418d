package dev.ostiary.org;

import dev.ostiary.store.EventTypes;

/** What can happen to an organization. */
public sealed interface OrgEvent {
    EventTypes<OrgEvent> TYPES = EventTypes.<OrgEvent>named()
            .with("org.added", Added.class)
            .with("org.domain.verified", DomainVerified.class)
            .with("org.domain.primary.set", PrimaryDomainSet.class)
            .with("org.removed", Removed.class);

    record Added(String name) implements OrgEvent {}

    record DomainVerified(String domain) implements OrgEvent {}

    record PrimaryDomainSet(String domain) implements OrgEvent {}

    record Removed() implements OrgEvent {}
}
