package dev.ostiary.project;

import dev.ostiary.access.Access;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.ProjectPart;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.DeactivateProjectRequest;
import dev.ostiary.api.management.v1.DeactivateProjectResponse;
import dev.ostiary.api.management.v1.GetProjectByIDRequest;
import dev.ostiary.api.management.v1.GetProjectByIDResponse;
import dev.ostiary.api.management.v1.ListProjectsRequest;
import dev.ostiary.api.management.v1.ListProjectsResponse;
import dev.ostiary.api.management.v1.ReactivateProjectRequest;
import dev.ostiary.api.management.v1.ReactivateProjectResponse;
import dev.ostiary.api.management.v1.RemoveProjectRequest;
import dev.ostiary.api.management.v1.RemoveProjectResponse;
import dev.ostiary.api.management.v1.UpdateProjectRequest;
import dev.ostiary.api.management.v1.UpdateProjectResponse;
import dev.ostiary.api.project.v1.ProjectState;
import dev.ostiary.project.Project.PrivateLabeling;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** The project calls of the Management API. */
public final class ProjectApi {
    private final Store store;
    private final Projects projects;
    private final Access access;
    private final ProjectMembers members;
    private final InstantSource clock;

    public ProjectApi(Store store, Projects projects, Access access, ProjectMembers members, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.access = access;
        this.members = members;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProject", AddProjectRequest.getDefaultInstance(), this::add);
        calls.on(service + "GetProjectByID", GetProjectByIDRequest.getDefaultInstance(), this::get);
        calls.narrowing(service + "ListProjects", ListProjectsRequest.getDefaultInstance(), this::list);
        calls.on(service + "UpdateProject", UpdateProjectRequest.getDefaultInstance(), this::update);
        calls.on(service + "DeactivateProject", DeactivateProjectRequest.getDefaultInstance(), this::deactivate);
        calls.on(service + "ReactivateProject", ReactivateProjectRequest.getDefaultInstance(), this::reactivate);
        calls.on(service + "RemoveProject", RemoveProjectRequest.getDefaultInstance(), this::remove);
    }

    private AddProjectResponse add(Call call, AddProjectRequest request) {
        Project project = new Project(
                request.getName(),
                request.getProjectRoleAssertion(),
                request.getProjectRoleCheck(),
                request.getHasProjectCheck(),
                PrivateLabeling.values()[request.getPrivateLabelingSettingValue()]);
        boolean owns = access.allows(call, "project.read:self", call.organization())
                && !access.allows(call, "project.write", call.organization());
        Stored<Project> added = store.write(tx -> {
            Stored<Project> made = projects.add(tx, call.instanceId(), call.organization(), call.actor(), project);
            if (owns) {
                own(tx, call, made);
            }
            return made;
        });
        return AddProjectResponse.newBuilder()
                .setId(added.id())
                .setDetails(Details.created(added))
                .build();
    }

    /** Who may do nothing but add projects owns those. */
    private void own(Transaction tx, Call call, Stored<Project> made) {
        members.add(
                tx,
                call.instanceId(),
                ProjectPart.project(made.owner(), made.id()),
                call.actor(),
                call.caller().userId(),
                List.of(ProjectMembers.OWNER));
    }

    private UpdateProjectResponse update(Call call, UpdateProjectRequest request) {
        Project wanted = new Project(
                request.getName(),
                request.getProjectRoleAssertion(),
                request.getProjectRoleCheck(),
                request.getHasProjectCheck(),
                PrivateLabeling.values()[request.getPrivateLabelingSettingValue()]);
        Stored<Project> changed =
                onExisting(call, request.getId(), (tx, project) -> projects.change(tx, project, call.actor(), wanted));
        return UpdateProjectResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private DeactivateProjectResponse deactivate(Call call, DeactivateProjectRequest request) {
        Stored<Project> changed =
                onExisting(call, request.getId(), (tx, project) -> projects.deactivate(tx, project, call.actor()));
        return DeactivateProjectResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private ReactivateProjectResponse reactivate(Call call, ReactivateProjectRequest request) {
        Stored<Project> changed =
                onExisting(call, request.getId(), (tx, project) -> projects.reactivate(tx, project, call.actor()));
        return ReactivateProjectResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveProjectResponse remove(Call call, RemoveProjectRequest request) {
        Stored<Project> removed = onExisting(
                call, request.getId(), (tx, project) -> projects.remove(tx, call.instance(), project, call.actor()));
        return RemoveProjectResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private Stored<Project> onExisting(
            Call call, String id, BiFunction<Transaction, Stored<Project>, Stored<Project>> command) {
        return store.write(tx -> command.apply(tx, existing(tx.sql(), call, id, "PROJECT-Ge7rt")));
    }

    private Stored<Project> existing(Handle sql, Call call, String id, String problem) {
        return projects.find(sql, call.instanceId(), call.organization(), id)
                .orElseThrow(() -> Problem.notFound(problem, "Errors.Project.NotFound"));
    }

    private GetProjectByIDResponse get(Call call, GetProjectByIDRequest request) {
        Stored<Project> project = store.read(sql -> existing(sql, call, request.getId(), "QUERY-fk2fs"));
        return GetProjectByIDResponse.newBuilder().setProject(message(project)).build();
    }

    private ListProjectsResponse list(Call call, ListProjectsRequest request) {
        Page<Stored<Project>> page = store.read(sql -> projects.list(
                sql,
                Filters.within(
                        ProjectQueries.projects(call.instanceId(), call.organization(), request.getQueriesList()),
                        call.reach(),
                        "id"),
                Filters.window(request.getQuery())));
        return ListProjectsResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows().stream().map(ProjectApi::message).toList())
                .build();
    }

    private static dev.ostiary.api.project.v1.Project message(Stored<Project> stored) {
        Project project = stored.state();
        return dev.ostiary.api.project.v1.Project.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .setName(project.name())
                .setState(project.active() ? ProjectState.PROJECT_STATE_ACTIVE : ProjectState.PROJECT_STATE_INACTIVE)
                .setProjectRoleAssertion(project.roleAssertion())
                .setProjectRoleCheck(project.roleCheck())
                .setHasProjectCheck(project.projectCheck())
                .setPrivateLabelingSettingValue(project.privateLabeling().ordinal())
                .build();
    }
}
