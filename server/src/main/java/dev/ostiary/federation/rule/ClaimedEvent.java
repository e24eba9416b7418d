package dev.ostiary.federation.rule;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to the roles that a user has because of a provider's rules. */
public sealed interface ClaimedEvent {
    EventTypes<ClaimedEvent> TYPES = EventTypes.<ClaimedEvent>named()
            .with("claimed_roles.changed", Changed.class)
            .with("claimed_roles.removed", Removed.class);

    /** All of them are these. */
    record Changed(String idp, String userId, List<Role> roles) implements ClaimedEvent {}

    /** There are none any more. */
    record Removed() implements ClaimedEvent {}
}
