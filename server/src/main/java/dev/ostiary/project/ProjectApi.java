package dev.ostiary.project;

import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.GetProjectByIDRequest;
import dev.ostiary.api.management.v1.GetProjectByIDResponse;
import dev.ostiary.api.project.v1.ProjectState;
import dev.ostiary.project.Project.PrivateLabeling;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;

/** The project calls of the Management API. */
public final class ProjectApi {
    private final Store store;
    private final Projects projects;

    public ProjectApi(Store store, Projects projects) {
        this.store = store;
        this.projects = projects;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProject", AddProjectRequest.getDefaultInstance(), this::add);
        calls.on(service + "GetProjectByID", GetProjectByIDRequest.getDefaultInstance(), this::get);
    }

    private AddProjectResponse add(Call call, AddProjectRequest request) {
        Project project = new Project(
                request.getName(),
                request.getProjectRoleAssertion(),
                request.getProjectRoleCheck(),
                request.getHasProjectCheck(),
                PrivateLabeling.values()[request.getPrivateLabelingSettingValue()]);
        Stored<Project> added =
                store.write(tx -> projects.add(tx, call.instanceId(), call.organization(), call.actor(), project));
        return AddProjectResponse.newBuilder()
                .setId(added.id())
                .setDetails(Details.created(added))
                .build();
    }

    private GetProjectByIDResponse get(Call call, GetProjectByIDRequest request) {
        Stored<Project> stored = store.read(sql -> projects.find(sql, call.instanceId(), request.getId()))
                .filter(project -> project.owner().equals(call.organization()))
                .orElseThrow(() -> Problem.notFound("QUERY-fk2fs", "Errors.Project.NotFound"));
        Project project = stored.state();
        return GetProjectByIDResponse.newBuilder()
                .setProject(dev.ostiary.api.project.v1.Project.newBuilder()
                        .setId(stored.id())
                        .setDetails(Details.read(stored))
                        .setName(project.name())
                        .setState(ProjectState.PROJECT_STATE_ACTIVE)
                        .setProjectRoleAssertion(project.roleAssertion())
                        .setProjectRoleCheck(project.roleCheck())
                        .setHasProjectCheck(project.projectCheck())
                        .setPrivateLabelingSettingValue(
                                project.privateLabeling().ordinal()))
                .build();
    }
}
