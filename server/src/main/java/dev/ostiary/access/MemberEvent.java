package dev.ostiary.access;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to a membership. */
public sealed interface MemberEvent {
    EventTypes<MemberEvent> TYPES = EventTypes.<MemberEvent>namedByOwner()
            .with("member.added", Added.class)
            .with("member.changed", Changed.class)
            .with("member.removed", Removed.class)
            .with("member.cascade.removed", CascadeRemoved.class);

    record Added(String userId, List<String> roles) implements MemberEvent {}

    record Changed(String userId, List<String> roles) implements MemberEvent {}

    record Removed(String userId) implements MemberEvent {}

    /** The user or the organization was removed, and the membership with it. */
    record CascadeRemoved(String userId) implements MemberEvent {}
}
