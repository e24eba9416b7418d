package dev.ostiary.project;

import dev.ostiary.api.management.v1.AddProjectRoleRequest;
import dev.ostiary.api.management.v1.AddProjectRoleResponse;
import dev.ostiary.api.management.v1.BulkAddProjectRolesRequest;
import dev.ostiary.api.management.v1.BulkAddProjectRolesResponse;
import dev.ostiary.api.management.v1.ListProjectRolesRequest;
import dev.ostiary.api.management.v1.ListProjectRolesResponse;
import dev.ostiary.api.management.v1.RemoveProjectRoleRequest;
import dev.ostiary.api.management.v1.RemoveProjectRoleResponse;
import dev.ostiary.api.management.v1.UpdateProjectRoleRequest;
import dev.ostiary.api.management.v1.UpdateProjectRoleResponse;
import dev.ostiary.api.project.v1.Role;
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

/** The calls of the Management API about a project's roles. */
public final class ProjectRoleApi {
    private final Store store;
    private final Projects projects;
    private final ProjectRoles roles;
    private final InstantSource clock;

    public ProjectRoleApi(Store store, Projects projects, ProjectRoles roles, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.roles = roles;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProjectRole", AddProjectRoleRequest.getDefaultInstance(), this::add);
        calls.on(service + "BulkAddProjectRoles", BulkAddProjectRolesRequest.getDefaultInstance(), this::addAll);
        calls.on(service + "UpdateProjectRole", UpdateProjectRoleRequest.getDefaultInstance(), this::update);
        calls.on(service + "RemoveProjectRole", RemoveProjectRoleRequest.getDefaultInstance(), this::remove);
        calls.on(service + "ListProjectRoles", ListProjectRolesRequest.getDefaultInstance(), this::list);
    }

    private AddProjectRoleResponse add(Call call, AddProjectRoleRequest request) {
        ProjectRole role = new ProjectRole(
                request.getProjectId(), request.getRoleKey(), request.getDisplayName(), request.getGroup());
        Stored<ProjectRole> added =
                store.write(tx -> roles.add(tx, project(tx.sql(), call, request.getProjectId()), call.actor(), role));
        return AddProjectRoleResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    /** Adds all or none. The details are those of the last one, and of the project when there is none. */
    private BulkAddProjectRolesResponse addAll(Call call, BulkAddProjectRolesRequest request) {
        Stored<?> last = store.write(tx -> {
            Stored<Project> project = project(tx.sql(), call, request.getProjectId());
            Stored<?> added = project;
            for (BulkAddProjectRolesRequest.Role each : request.getRolesList()) {
                ProjectRole role = new ProjectRole(project.id(), each.getKey(), each.getDisplayName(), each.getGroup());
                added = roles.add(tx, project, call.actor(), role);
            }
            return added;
        });
        return BulkAddProjectRolesResponse.newBuilder()
                .setDetails(Details.created(last))
                .build();
    }

    private UpdateProjectRoleResponse update(Call call, UpdateProjectRoleRequest request) {
        ProjectRole wanted = new ProjectRole(
                request.getProjectId(), request.getRoleKey(), request.getDisplayName(), request.getGroup());
        Stored<ProjectRole> changed = store.write(
                tx -> roles.change(tx, project(tx.sql(), call, request.getProjectId()), call.actor(), wanted));
        return UpdateProjectRoleResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveProjectRoleResponse remove(Call call, RemoveProjectRoleRequest request) {
        Stored<ProjectRole> removed = store.write(tx ->
                roles.remove(tx, project(tx.sql(), call, request.getProjectId()), call.actor(), request.getRoleKey()));
        return RemoveProjectRoleResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private Stored<Project> project(Handle sql, Call call, String id) {
        return projects.find(sql, call.instanceId(), call.organization(), id)
                .orElseThrow(() -> Problem.notFound("PROJECT-Rp2nf", "Errors.Project.NotFound"));
    }

    private ListProjectRolesResponse list(Call call, ListProjectRolesRequest request) {
        Page<Stored<ProjectRole>> page = store.read(sql -> roles.list(
                sql,
                ProjectQueries.roles(
                        call.instanceId(), call.organization(), request.getProjectId(), request.getQueriesList()),
                Filters.window(request.getQuery())));
        return ListProjectRolesResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows().stream().map(ProjectRoleApi::message).toList())
                .build();
    }

    static Role message(Stored<ProjectRole> stored) {
        ProjectRole role = stored.state();
        return Role.newBuilder()
                .setKey(role.key())
                .setDetails(Details.read(stored))
                .setDisplayName(role.displayName())
                .setGroup(role.group())
                .build();
    }
}
