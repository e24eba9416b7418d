package dev.ostiary.project;

import dev.ostiary.api.management.v1.AddProjectGrantRequest;
import dev.ostiary.api.management.v1.AddProjectGrantResponse;
import dev.ostiary.api.management.v1.DeactivateProjectGrantRequest;
import dev.ostiary.api.management.v1.DeactivateProjectGrantResponse;
import dev.ostiary.api.management.v1.GetProjectGrantByIDRequest;
import dev.ostiary.api.management.v1.GetProjectGrantByIDResponse;
import dev.ostiary.api.management.v1.ListAllProjectGrantsRequest;
import dev.ostiary.api.management.v1.ListAllProjectGrantsResponse;
import dev.ostiary.api.management.v1.ListProjectGrantsRequest;
import dev.ostiary.api.management.v1.ListProjectGrantsResponse;
import dev.ostiary.api.management.v1.ReactivateProjectGrantRequest;
import dev.ostiary.api.management.v1.ReactivateProjectGrantResponse;
import dev.ostiary.api.management.v1.RemoveProjectGrantRequest;
import dev.ostiary.api.management.v1.RemoveProjectGrantResponse;
import dev.ostiary.api.management.v1.UpdateProjectGrantRequest;
import dev.ostiary.api.management.v1.UpdateProjectGrantResponse;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** The calls of the Management API about projects that are given to other organizations. */
public final class ProjectGrantApi {
    private final Store store;
    private final Projects projects;
    private final ProjectGrants grants;
    private final Orgs orgs;
    private final RenderedGrants rendered;
    private final InstantSource clock;

    public ProjectGrantApi(Store store, Projects projects, ProjectGrants grants, Orgs orgs, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.grants = grants;
        this.orgs = orgs;
        this.rendered = new RenderedGrants(projects, orgs);
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProjectGrant", AddProjectGrantRequest.getDefaultInstance(), this::add);
        calls.on(service + "UpdateProjectGrant", UpdateProjectGrantRequest.getDefaultInstance(), this::update);
        calls.on(
                service + "DeactivateProjectGrant",
                DeactivateProjectGrantRequest.getDefaultInstance(),
                this::deactivate);
        calls.on(
                service + "ReactivateProjectGrant",
                ReactivateProjectGrantRequest.getDefaultInstance(),
                this::reactivate);
        calls.on(service + "RemoveProjectGrant", RemoveProjectGrantRequest.getDefaultInstance(), this::remove);
        calls.on(service + "GetProjectGrantByID", GetProjectGrantByIDRequest.getDefaultInstance(), this::get);
        calls.on(service + "ListProjectGrants", ListProjectGrantsRequest.getDefaultInstance(), this::list);
        calls.narrowing(
                service + "ListAllProjectGrants", ListAllProjectGrantsRequest.getDefaultInstance(), this::listAll);
    }

    private AddProjectGrantResponse add(Call call, AddProjectGrantRequest request) {
        Stored<ProjectGrant> added = store.write(tx -> {
            Stored<Project> project = projects.find(
                            tx.sql(), call.instanceId(), call.organization(), request.getProjectId())
                    .orElseThrow(() -> Problem.notFound("PROJECT-Gp8nf", "Errors.Project.NotFound"));
            if (orgs.find(tx.sql(), call.instanceId(), request.getGrantedOrgId())
                    .isEmpty()) {
                throw Problem.precondition("PROJECT-Go5nf", "Errors.Org.NotFound");
            }
            return grants.add(tx, project, call.actor(), request.getGrantedOrgId(), request.getRoleKeysList());
        });
        return AddProjectGrantResponse.newBuilder()
                .setGrantId(added.id())
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateProjectGrantResponse update(Call call, UpdateProjectGrantRequest request) {
        List<String> keys = request.getRoleKeysList();
        Stored<ProjectGrant> changed = onExisting(
                call,
                request.getProjectId(),
                request.getGrantId(),
                (tx, grant) -> grants.change(tx, grant, call.actor(), keys));
        return UpdateProjectGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private DeactivateProjectGrantResponse deactivate(Call call, DeactivateProjectGrantRequest request) {
        Stored<ProjectGrant> changed = onExisting(
                call,
                request.getProjectId(),
                request.getGrantId(),
                (tx, grant) -> grants.deactivate(tx, grant, call.actor()));
        return DeactivateProjectGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private ReactivateProjectGrantResponse reactivate(Call call, ReactivateProjectGrantRequest request) {
        Stored<ProjectGrant> changed = onExisting(
                call,
                request.getProjectId(),
                request.getGrantId(),
                (tx, grant) -> grants.reactivate(tx, grant, call.actor()));
        return ReactivateProjectGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveProjectGrantResponse remove(Call call, RemoveProjectGrantRequest request) {
        Stored<ProjectGrant> removed = onExisting(
                call,
                request.getProjectId(),
                request.getGrantId(),
                (tx, grant) -> grants.remove(tx, grant, call.actor()));
        return RemoveProjectGrantResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private Stored<ProjectGrant> onExisting(
            Call call,
            String project,
            String id,
            BiFunction<Transaction, Stored<ProjectGrant>, Stored<ProjectGrant>> command) {
        return store.write(tx -> command.apply(tx, existing(tx.sql(), call, project, id)));
    }

    private Stored<ProjectGrant> existing(Handle sql, Call call, String project, String id) {
        return grants.find(sql, call.instanceId(), id)
                .filter(grant -> grant.owner().equals(call.organization())
                        && grant.state().projectId().equals(project))
                .orElseThrow(() -> Problem.notFound("PROJECT-Ge9nf", "Errors.Project.Grant.NotFound"));
    }

    private GetProjectGrantByIDResponse get(Call call, GetProjectGrantByIDRequest request) {
        return store.read(sql -> GetProjectGrantByIDResponse.newBuilder()
                .setProjectGrant(rendered.of(sql, existing(sql, call, request.getProjectId(), request.getGrantId())))
                .build());
    }

    private ListProjectGrantsResponse list(Call call, ListProjectGrantsRequest request) {
        return store.read(sql -> {
            Conditions conditions = ProjectQueries.grants(
                    call.instanceId(), call.organization(), request.getProjectId(), request.getQueriesList());
            Page<Stored<ProjectGrant>> page = grants.list(sql, conditions, Filters.window(request.getQuery()));
            return ListProjectGrantsResponse.newBuilder()
                    .setDetails(Details.list(page.total(), clock.instant()))
                    .addAllResult(rendered.of(sql, page.rows()))
                    .build();
        });
    }

    /** Of all projects of the organization. */
    private ListAllProjectGrantsResponse listAll(Call call, ListAllProjectGrantsRequest request) {
        return store.read(sql -> {
            Page<Stored<ProjectGrant>> page = grants.list(
                    sql,
                    Filters.within(
                            ProjectQueries.allGrants(call.instanceId(), call.organization(), request.getQueriesList()),
                            call.reach(),
                            "project"),
                    Filters.window(request.getQuery()));
            return ListAllProjectGrantsResponse.newBuilder()
                    .setDetails(Details.list(page.total(), clock.instant()))
                    .addAllResult(rendered.of(sql, page.rows()))
                    .build();
        });
    }
}
