package dev.ostiary.project;

import dev.ostiary.store.EventTypes;

/** What can happen to a project. */
public sealed interface ProjectEvent {
    EventTypes<ProjectEvent> TYPES =
            EventTypes.<ProjectEvent>named().with("project.added", Added.class).with("project.removed", Removed.class);

    record Added(Project project) implements ProjectEvent {}

    record Removed() implements ProjectEvent {}
}
