package dev.ostiary.project;

import dev.ostiary.store.EventTypes;

/** What can happen to a project. */
public sealed interface ProjectEvent {
    EventTypes<ProjectEvent> TYPES = EventTypes.<ProjectEvent>named()
            .with("project.added", Added.class)
            .with("project.changed", Changed.class)
            .with("project.deactivated", Deactivated.class)
            .with("project.reactivated", Reactivated.class)
            .with("project.removed", Removed.class);

    record Added(Project project) implements ProjectEvent {}

    /** @param project as it is from now on */
    record Changed(Project project) implements ProjectEvent {}

    record Deactivated() implements ProjectEvent {}

    record Reactivated() implements ProjectEvent {}

    record Removed() implements ProjectEvent {}
}
