package dev.ostiary.project;

import dev.ostiary.store.EventTypes;

/** What can happen to a role of a project. */
public sealed interface ProjectRoleEvent {
    EventTypes<ProjectRoleEvent> TYPES = EventTypes.<ProjectRoleEvent>named()
            .with("project.role.added", Added.class)
            .with("project.role.changed", Changed.class)
            .with("project.role.removed", Removed.class);

    record Added(String projectId, String key, String displayName, String group) implements ProjectRoleEvent {}

    record Changed(String key, String displayName, String group) implements ProjectRoleEvent {}

    record Removed(String key) implements ProjectRoleEvent {}
}
