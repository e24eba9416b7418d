package dev.ostiary.usergrant;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to a user grant. */
public sealed interface UserGrantEvent {
    EventTypes<UserGrantEvent> TYPES = EventTypes.<UserGrantEvent>named()
            .with("user.grant.added", Added.class)
            .with("user.grant.changed", Changed.class)
            .with("user.grant.cascade.changed", CascadeChanged.class)
            .with("user.grant.deactivated", Deactivated.class)
            .with("user.grant.reactivated", Reactivated.class)
            .with("user.grant.removed", Removed.class)
            .with("user.grant.cascade.removed", CascadeRemoved.class);

    record Added(String userId, String projectId, String projectOwner, String projectGrantId, List<String> roleKeys)
            implements UserGrantEvent {}

    record Changed(List<String> roleKeys) implements UserGrantEvent {}

    /** A role can't be given any more, and was taken from who had it. */
    record CascadeChanged(List<String> roleKeys) implements UserGrantEvent {}

    record Deactivated() implements UserGrantEvent {}

    record Reactivated() implements UserGrantEvent {}

    record Removed() implements UserGrantEvent {}

    /** The user, the project or the project grant was removed, and what was given with it. */
    record CascadeRemoved() implements UserGrantEvent {}
}
