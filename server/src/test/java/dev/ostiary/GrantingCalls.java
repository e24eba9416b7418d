package dev.ostiary;

import com.google.protobuf.Message;
import dev.ostiary.access.Access;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddProjectGrantMemberRequest;
import dev.ostiary.api.management.v1.AddProjectGrantRequest;
import dev.ostiary.api.management.v1.AddProjectGrantResponse;
import dev.ostiary.api.management.v1.AddProjectMemberRequest;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.AddProjectRoleRequest;
import dev.ostiary.api.management.v1.AddUserGrantRequest;
import dev.ostiary.api.management.v1.AddUserGrantResponse;
import dev.ostiary.api.management.v1.RemoveUserGrantRequest;
import dev.ostiary.api.management.v1.UpdateProjectRequest;
import dev.ostiary.membership.ProjectGrantMemberApi;
import dev.ostiary.membership.ProjectMemberApi;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.GrantedProjectApi;
import dev.ostiary.project.ProjectApi;
import dev.ostiary.project.ProjectGrantApi;
import dev.ostiary.project.ProjectRoleApi;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.store.Store;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.Granting;
import dev.ostiary.usergrant.UserGrantApi;
import dev.ostiary.usergrant.UserGrantList;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The calls about projects, roles and grants, as the server registers them. */
public final class GrantingCalls {
    private final Calls calls;
    private final Function<String, Call> callAbout;

    /** @param callAbout makes a call about an organization */
    public GrantingCalls(Calls calls, Function<String, Call> callAbout) {
        this.calls = calls;
        this.callAbout = callAbout;
    }

    public static void register(
            Calls calls,
            Store store,
            InstantSource clock,
            Projects projects,
            Granting granting,
            Users users,
            Orgs orgs) {
        new ProjectApi(store, projects, new Access(Roles.builtIn()), granting.members(), clock).register(calls);
        new ProjectMemberApi(store, granting.members(), projects, users, Roles.builtIn(), clock).register(calls);
        new ProjectGrantMemberApi(store, granting.members(), granting.projectGrants(), users, Roles.builtIn(), clock)
                .register(calls);
        new ProjectRoleApi(store, projects, granting.roles(), clock).register(calls);
        new ProjectGrantApi(store, projects, granting.projectGrants(), orgs, clock).register(calls);
        new GrantedProjectApi(store, projects, granting.projectGrants(), granting.roles(), orgs, clock).register(calls);
        new UserGrantApi(
                        store,
                        granting.userGrants(),
                        new GivableRoles(projects, granting.roles(), granting.projectGrants()),
                        users,
                        new UserGrantList(granting.userGrants(), users, projects, orgs),
                        clock)
                .register(calls);
    }

    public <A extends Message> A send(String organization, String name, Message.Builder request, Class<A> answer) {
        return answer.cast(send(organization, name, request));
    }

    public Message send(String organization, String name, Message.Builder request) {
        return Objects.requireNonNull(calls.byName().get("zitadel.management.v1.ManagementService/" + name), name)
                .handler()
                .apply(callAbout.apply(organization), request.build());
    }

    /** @return the project's id */
    public String addProject(String organization, String name) {
        return send(organization, "AddProject", AddProjectRequest.newBuilder().setName(name), AddProjectResponse.class)
                .getId();
    }

    public void role(String organization, String project, String key) {
        send(
                organization,
                "AddProjectRole",
                AddProjectRoleRequest.newBuilder()
                        .setProjectId(project)
                        .setRoleKey(key)
                        .setDisplayName("The " + key));
    }

    /** @return the grant's id */
    public String grantProject(String organization, String project, String to, String... roles) {
        return send(
                        organization,
                        "AddProjectGrant",
                        AddProjectGrantRequest.newBuilder()
                                .setProjectId(project)
                                .setGrantedOrgId(to)
                                .addAllRoleKeys(List.of(roles)),
                        AddProjectGrantResponse.class)
                .getGrantId();
    }

    /** @return the grant's id */
    public String give(String organization, String user, String project, String projectGrant, String... roles) {
        return send(
                        organization,
                        "AddUserGrant",
                        AddUserGrantRequest.newBuilder()
                                .setUserId(user)
                                .setProjectId(project)
                                .setProjectGrantId(projectGrant)
                                .addAllRoleKeys(List.of(roles)),
                        AddUserGrantResponse.class)
                .getUserGrantId();
    }

    /** Makes a user owner of a project. */
    public void own(String organization, String project, String user) {
        send(
                organization,
                "AddProjectMember",
                AddProjectMemberRequest.newBuilder()
                        .setProjectId(project)
                        .setUserId(user)
                        .addRoles("PROJECT_OWNER"));
    }

    /** Makes a user owner of a project grant. */
    public void ownGrant(String organization, String project, String grant, String user) {
        send(
                organization,
                "AddProjectGrantMember",
                AddProjectGrantMemberRequest.newBuilder()
                        .setProjectId(project)
                        .setGrantId(grant)
                        .setUserId(user)
                        .addRoles("PROJECT_GRANT_OWNER"));
    }

    public void take(String organization, String user, String grant) {
        send(
                organization,
                "RemoveUserGrant",
                RemoveUserGrantRequest.newBuilder().setUserId(user).setGrantId(grant));
    }

    /** Says what a project asserts and checks. */
    public void project(String organization, String project, boolean assertion, boolean roleCheck, boolean check) {
        send(
                organization,
                "UpdateProject",
                UpdateProjectRequest.newBuilder()
                        .setId(project)
                        .setName("Shop")
                        .setProjectRoleAssertion(assertion)
                        .setProjectRoleCheck(roleCheck)
                        .setHasProjectCheck(check));
    }
}
