package dev.ostiary.org;

import dev.ostiary.org.UnprovenDomain.Challenge;
import dev.ostiary.store.EventTypes;

/** What can happen to an organization. */
public sealed interface OrgEvent {
    EventTypes<OrgEvent> TYPES = EventTypes.<OrgEvent>named()
            .with("org.added", Added.class)
            .with("org.domain.added", DomainAdded.class)
            .with("org.domain.verification.added", DomainVerificationAdded.class)
            .with("org.domain.verification.failed", DomainVerificationFailed.class)
            .with("org.domain.verified", DomainVerified.class)
            .with("org.domain.primary.set", PrimaryDomainSet.class)
            .with("org.domain.removed", DomainRemoved.class)
            .with("org.removed", Removed.class);

    record Added(String name) implements OrgEvent {}

    /** Somebody says that the organization has this domain. */
    record DomainAdded(String domain) implements OrgEvent {}

    record DomainVerificationAdded(String domain, Challenge challenge) implements OrgEvent {}

    record DomainVerificationFailed(String domain) implements OrgEvent {}

    record DomainVerified(String domain) implements OrgEvent {}

    record PrimaryDomainSet(String domain) implements OrgEvent {}

    record DomainRemoved(String domain) implements OrgEvent {}

    record Removed() implements OrgEvent {}
}
