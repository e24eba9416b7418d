package dev.ostiary.project;

import dev.ostiary.api.project.v1.GrantedProject;
import dev.ostiary.api.project.v1.ProjectGrantState;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Project grants as the contract tells them, with the names of the project and of both organizations. */
final class RenderedGrants {
    private final Projects projects;
    private final Orgs orgs;

    RenderedGrants(Projects projects, Orgs orgs) {
        this.projects = projects;
        this.orgs = orgs;
    }

    List<GrantedProject> of(Handle sql, List<Stored<ProjectGrant>> all) {
        return all.stream().map(grant -> of(sql, grant)).toList();
    }

    GrantedProject of(Handle sql, Stored<ProjectGrant> stored) {
        ProjectGrant grant = stored.state();
        String instance = stored.stream().instance();
        return GrantedProject.newBuilder()
                .setGrantId(stored.id())
                .setDetails(Details.read(stored))
                .setGrantedOrgId(grant.grantedOrg())
                .setGrantedOrgName(orgName(sql, instance, grant.grantedOrg()))
                .addAllGrantedRoleKeys(grant.roleKeys())
                .setState(
                        grant.active()
                                ? ProjectGrantState.PROJECT_GRANT_STATE_ACTIVE
                                : ProjectGrantState.PROJECT_GRANT_STATE_INACTIVE)
                .setProjectId(grant.projectId())
                .setProjectName(projectName(sql, instance, grant.projectId()))
                .setProjectOwnerId(stored.owner())
                .setProjectOwnerName(orgName(sql, instance, stored.owner()))
                .build();
    }

    private String projectName(Handle sql, String instance, String id) {
        return projects.find(sql, instance, id)
                .map(Stored::state)
                .map(Project::name)
                .orElse("");
    }

    private String orgName(Handle sql, String instance, String id) {
        return orgs.find(sql, instance, id).map(Stored::state).map(Org::name).orElse("");
    }
}
