package dev.ostiary.instance;

import dev.ostiary.store.EventTypes;

/** What can happen to an instance. */
public sealed interface InstanceEvent {
    EventTypes<InstanceEvent> TYPES = EventTypes.<InstanceEvent>named()
            .with("instance.added", Added.class)
            .with("instance.domain.added", DomainAdded.class)
            .with("instance.default.org.set", DefaultOrganizationSet.class)
            .with("instance.iam.project.set", ProjectSet.class)
            .with("instance.policy.security.set", SecurityPolicySet.class);

    record Added(String id, String name, String defaultLanguage) implements InstanceEvent {}

    record DomainAdded(String domain) implements InstanceEvent {}

    record DefaultOrganizationSet(String orgId) implements InstanceEvent {}

    record ProjectSet(String iamProjectId) implements InstanceEvent {}

    record SecurityPolicySet(boolean enableImpersonation) implements InstanceEvent {}
}
