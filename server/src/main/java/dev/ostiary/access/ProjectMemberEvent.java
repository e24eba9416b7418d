package dev.ostiary.access;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to a membership of a project or project grant; a grant's are named {@code project.grant.member.…}. */
public sealed interface ProjectMemberEvent {
    EventTypes<ProjectMemberEvent> TYPES = EventTypes.<ProjectMemberEvent>named()
            .with(Added.class, (stream, event) -> name(event, "added"), names("added"))
            .with(Changed.class, (stream, event) -> name(event, "changed"), names("changed"))
            .with(Removed.class, (stream, event) -> name(event, "removed"), names("removed"))
            .with(CascadeRemoved.class, (stream, event) -> name(event, "cascade.removed"), names("cascade.removed"));

    /** Empty for a member of the project itself. */
    String grantId();

    record Added(String userId, String projectId, String grantId, String organization, List<String> roles)
            implements ProjectMemberEvent {}

    record Changed(String userId, String grantId, List<String> roles) implements ProjectMemberEvent {}

    record Removed(String userId, String grantId) implements ProjectMemberEvent {}

    /** The user, project or grant was removed, and the membership with it. */
    record CascadeRemoved(String userId, String grantId) implements ProjectMemberEvent {}

    private static List<String> names(String what) {
        return List.of("project.member." + what, "project.grant.member." + what);
    }

    private static String name(ProjectMemberEvent event, String what) {
        return names(what).get(event.grantId().isEmpty() ? 0 : 1);
    }
}
