package dev.ostiary.project;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to a project grant. */
public sealed interface ProjectGrantEvent {
    EventTypes<ProjectGrantEvent> TYPES = EventTypes.<ProjectGrantEvent>named()
            .with("project.grant.added", Added.class)
            .with("project.grant.changed", Changed.class)
            .with("project.grant.cascade.changed", CascadeChanged.class)
            .with("project.grant.deactivated", Deactivated.class)
            .with("project.grant.reactivated", Reactivated.class)
            .with("project.grant.removed", Removed.class);

    record Added(String projectId, String grantedOrgId, List<String> roleKeys) implements ProjectGrantEvent {}

    record Changed(List<String> roleKeys) implements ProjectGrantEvent {}

    /** A role was removed from the project, and from the grant with it. */
    record CascadeChanged(List<String> roleKeys) implements ProjectGrantEvent {}

    record Deactivated() implements ProjectGrantEvent {}

    record Reactivated() implements ProjectGrantEvent {}

    record Removed() implements ProjectGrantEvent {}
}
