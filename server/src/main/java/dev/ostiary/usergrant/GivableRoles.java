package dev.ostiary.usergrant;

import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectGrant;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Says which roles an organization can give: all of a project of its own, or those it was granted on another's. */
public final class GivableRoles {
    private final Projects projects;
    private final ProjectRoles roles;
    private final ProjectGrants grants;

    public GivableRoles(Projects projects, ProjectRoles roles, ProjectGrants grants) {
        this.projects = projects;
        this.roles = roles;
        this.grants = grants;
    }

    /**
     * @param organization the one that gives them
     * @return what is given: active
     * @throws Problem COMMAND-3n77S when the organization has no such project, COMMAND-mm9F4 when it can't give one of the roles
     */
    public UserGrant of(
            Handle sql,
            String instance,
            String organization,
            String userId,
            String project,
            String projectGrant,
            List<String> roleKeys) {
        Stored<Project> existing = projects.find(sql, instance, project).orElseThrow(GivableRoles::noProject);
        List<String> keys = roleKeys.stream().distinct().toList();
        if (projectGrant.isEmpty()) {
            if (!existing.owner().equals(organization)) {
                throw noProject();
            }
            require(roles.has(sql, instance, project, keys));
        } else {
            ProjectGrant granted = grants.find(sql, instance, projectGrant)
                    .map(Stored::state)
                    .filter(grant -> grant.projectId().equals(project)
                            && grant.grantedOrg().equals(organization))
                    .orElseThrow(() -> Problem.precondition("USERGRANT-Pg3nf", "Errors.Project.Grant.NotFound"));
            require(granted.roleKeys().containsAll(keys));
        }
        return new UserGrant(userId, project, existing.owner(), projectGrant, keys, true);
    }

    private static Problem noProject() {
        return Problem.precondition("COMMAND-3n77S", "Errors.Project.NotFound");
    }

    private static void require(boolean givable) {
        if (!givable) {
            throw Problem.precondition("COMMAND-mm9F4", "Errors.Project.Role.NotExisting");
        }
    }
}
