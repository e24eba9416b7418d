package dev.ostiary.policy;

import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.store.EventTypes;

/** What can happen to a login policy. */
public sealed interface LoginPolicyEvent {
    EventTypes<LoginPolicyEvent> TYPES = EventTypes.<LoginPolicyEvent>namedByOwner()
            .with("policy.login.added", Added.class)
            .with("policy.login.changed", Changed.class)
            .with("policy.login.removed", Removed.class)
            .with("policy.login.idpprovider.added", IdpAdded.class)
            .with("policy.login.idpprovider.removed", IdpRemoved.class)
            .with("policy.login.idpprovider.cascade.removed", IdpCascadeRemoved.class);

    record Added(LoginPolicy policy) implements LoginPolicyEvent {}

    record Changed(Settings settings) implements LoginPolicyEvent {}

    record Removed() implements LoginPolicyEvent {}

    record IdpAdded(String idpConfigId) implements LoginPolicyEvent {}

    record IdpRemoved(String idpConfigId) implements LoginPolicyEvent {}

    /** The provider itself was removed. */
    record IdpCascadeRemoved(String idpConfigId) implements LoginPolicyEvent {}
}
