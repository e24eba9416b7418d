package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Brings the roles that an application asks for together with those that its project has. */
final class ProjectScopes {
    private final Projects projects;
    private final ProjectRoles roles;

    ProjectScopes(Projects projects, ProjectRoles roles) {
        this.projects = projects;
        this.roles = roles;
    }

    /** See {@link Scopes#withRolesOf}. */
    List<String> of(Handle sql, Stored<App> app, List<String> scopes) {
        String instance = app.stream().instance();
        String project = app.state().project();
        boolean asserted = projects.find(sql, instance, project)
                .map(Stored::state)
                .filter(Project::roleAssertion)
                .isPresent();
        return asserted || Scopes.nameRoles(scopes)
                ? Scopes.withRolesOf(scopes, roles.keys(sql, instance, project), asserted)
                : scopes;
    }
}
