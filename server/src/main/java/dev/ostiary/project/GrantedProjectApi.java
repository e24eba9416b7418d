package dev.ostiary.project;

import dev.ostiary.api.management.v1.GetGrantedProjectByIDRequest;
import dev.ostiary.api.management.v1.GetGrantedProjectByIDResponse;
import dev.ostiary.api.management.v1.ListGrantedProjectRolesRequest;
import dev.ostiary.api.management.v1.ListGrantedProjectRolesResponse;
import dev.ostiary.api.management.v1.ListGrantedProjectsRequest;
import dev.ostiary.api.management.v1.ListGrantedProjectsResponse;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** The calls of the Management API with which an organization sees the projects that others gave it. */
public final class GrantedProjectApi {
    private final Store store;
    private final ProjectGrants grants;
    private final ProjectRoles roles;
    private final RenderedGrants rendered;
    private final InstantSource clock;

    public GrantedProjectApi(
            Store store, Projects projects, ProjectGrants grants, ProjectRoles roles, Orgs orgs, InstantSource clock) {
        this.store = store;
        this.grants = grants;
        this.roles = roles;
        this.rendered = new RenderedGrants(projects, orgs);
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "GetGrantedProjectByID", GetGrantedProjectByIDRequest.getDefaultInstance(), this::get);
        calls.narrowing(service + "ListGrantedProjects", ListGrantedProjectsRequest.getDefaultInstance(), this::list);
        calls.on(
                service + "ListGrantedProjectRoles",
                ListGrantedProjectRolesRequest.getDefaultInstance(),
                this::listRoles);
    }

    private GetGrantedProjectByIDResponse get(Call call, GetGrantedProjectByIDRequest request) {
        return store.read(sql -> GetGrantedProjectByIDResponse.newBuilder()
                .setGrantedProject(rendered.of(sql, given(sql, call, request.getProjectId(), request.getGrantId())))
                .build());
    }

    private Stored<ProjectGrant> given(Handle sql, Call call, String project, String id) {
        return grants.find(sql, call.instanceId(), id)
                .filter(grant -> grant.state().grantedOrg().equals(call.organization())
                        && grant.state().projectId().equals(project))
                .orElseThrow(() -> Problem.notFound("PROJECT-Gg2nf", "Errors.Project.Grant.NotFound"));
    }

    private ListGrantedProjectsResponse list(Call call, ListGrantedProjectsRequest request) {
        return store.read(sql -> {
            Page<Stored<ProjectGrant>> page = grants.list(
                    sql,
                    Filters.within(
                            ProjectQueries.granted(call.instanceId(), call.organization(), request.getQueriesList()),
                            call.reach(),
                            "id"),
                    Filters.window(request.getQuery()));
            return ListGrantedProjectsResponse.newBuilder()
                    .setDetails(Details.list(page.total(), clock.instant()))
                    .addAllResult(rendered.of(sql, page.rows()))
                    .build();
        });
    }

    /** The roles that the organization can give on, and no others of the project. */
    private ListGrantedProjectRolesResponse listRoles(Call call, ListGrantedProjectRolesRequest request) {
        Page<Stored<ProjectRole>> page = store.read(sql -> roles.list(
                sql,
                ProjectQueries.rolesOf(
                        given(sql, call, request.getProjectId(), request.getGrantId()), request.getQueriesList()),
                Filters.window(request.getQuery())));
        return ListGrantedProjectRolesResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows().stream().map(ProjectRoleApi::message).toList())
                .build();
    }
}
