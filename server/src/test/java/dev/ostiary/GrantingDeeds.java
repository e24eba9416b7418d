package dev.ostiary;

import dev.ostiary.Deeds.Kind;
import dev.ostiary.api.management.v1.AddProjectGrantRequest;
import dev.ostiary.api.management.v1.AddProjectMemberRequest;
import dev.ostiary.api.management.v1.AddProjectRoleRequest;
import dev.ostiary.api.management.v1.AddUserGrantRequest;
import dev.ostiary.api.management.v1.DeactivateProjectRequest;
import dev.ostiary.api.management.v1.ReactivateProjectRequest;
import dev.ostiary.api.management.v1.RemoveProjectGrantRequest;
import dev.ostiary.api.management.v1.RemoveProjectMemberRequest;
import dev.ostiary.api.management.v1.RemoveProjectRequest;
import dev.ostiary.api.management.v1.RemoveProjectRoleRequest;
import dev.ostiary.api.management.v1.RemoveUserGrantRequest;
import dev.ostiary.api.management.v1.UpdateProjectGrantRequest;
import dev.ostiary.api.management.v1.UpdateProjectMemberRequest;
import dev.ostiary.api.management.v1.UpdateProjectRequest;
import dev.ostiary.api.management.v1.UpdateProjectRoleRequest;
import dev.ostiary.api.management.v1.UpdateUserGrantRequest;
import dev.ostiary.rpc.Level;
import java.util.List;

/** What people do with projects, their roles, and who has them. */
final class GrantingDeeds {
    private final Deeds deeds;
    private final TestStore tests;

    GrantingDeeds(Deeds deeds, TestStore tests) {
        this.deeds = deeds;
        this.tests = tests;
    }

    void project(Kind kind, int a, int b) {
        String id = deeds.any("projects", a);
        if (kind == Kind.REMOVE_PROJECT) {
            if (b % 4 == 0) {
                deeds.send(
                        Level.ORGANIZATION,
                        "RemoveProject",
                        RemoveProjectRequest.newBuilder().setId(id));
            }
            return;
        }
        switch (b % 3) {
            case 0 ->
                deeds.send(
                        Level.ORGANIZATION,
                        "DeactivateProject",
                        DeactivateProjectRequest.newBuilder().setId(id));
            case 1 ->
                deeds.send(
                        Level.ORGANIZATION,
                        "ReactivateProject",
                        ReactivateProjectRequest.newBuilder().setId(id));
            default ->
                deeds.send(
                        Level.ORGANIZATION,
                        "UpdateProject",
                        UpdateProjectRequest.newBuilder()
                                .setId(id)
                                .setName("Project " + b % 4)
                                .setProjectRoleCheck(a % 2 == 0));
        }
    }

    void role(Kind kind, int a, int b) {
        String project = deeds.any("projects", a);
        String key = "role" + b % 3;
        switch (kind) {
            case ADD_ROLE ->
                deeds.send(
                        Level.ORGANIZATION,
                        "AddProjectRole",
                        AddProjectRoleRequest.newBuilder()
                                .setProjectId(project)
                                .setRoleKey(key)
                                .setDisplayName("Role"));
            case CHANGE_ROLE ->
                deeds.send(
                        Level.ORGANIZATION,
                        "UpdateProjectRole",
                        UpdateProjectRoleRequest.newBuilder()
                                .setProjectId(project)
                                .setRoleKey(key)
                                .setDisplayName("Role " + b % 2)
                                .setGroup("Group " + a % 2));
            default ->
                deeds.send(
                        Level.ORGANIZATION,
                        "RemoveProjectRole",
                        RemoveProjectRoleRequest.newBuilder()
                                .setProjectId(project)
                                .setRoleKey(key));
        }
    }

    private static List<String> roles(int b) {
        return b % 4 == 0 ? List.of() : b % 4 == 1 ? List.of("role0", "role1") : List.of("role" + b % 3);
    }

    /** What is done with a grant of a project that another deed may have granted. */
    void projectGrant(Kind kind, int a, int b) {
        String id = deeds.any("project_grants", a);
        String project = tests.store
                .read(sql -> sql.select(
                                "select project from project_grants where instance = ? and id = ?",
                                deeds.instance(),
                                id)
                        .mapTo(String.class)
                        .findOne())
                .orElse("none");
        switch (kind) {
            case GRANT_PROJECT ->
                deeds.send(
                        Level.ORGANIZATION,
                        "AddProjectGrant",
                        AddProjectGrantRequest.newBuilder()
                                .setProjectId(deeds.any("projects", a))
                                .setGrantedOrgId(deeds.any("orgs", b))
                                .addAllRoleKeys(roles(b)));
            case CHANGE_PROJECT_GRANT ->
                deeds.send(
                        Level.ORGANIZATION,
                        b % 3 == 0
                                ? "UpdateProjectGrant"
                                : b % 3 == 1 ? "DeactivateProjectGrant" : "ReactivateProjectGrant",
                        UpdateProjectGrantRequest.newBuilder()
                                .setProjectId(project)
                                .setGrantId(id)
                                .addAllRoleKeys(b % 3 == 0 ? roles(b) : List.of()));
            default ->
                deeds.send(
                        Level.ORGANIZATION,
                        "RemoveProjectGrant",
                        RemoveProjectGrantRequest.newBuilder()
                                .setProjectId(project)
                                .setGrantId(id));
        }
    }

    void projectMember(Kind kind, int a, int b) {
        String project = deeds.any("projects", a);
        String user = deeds.any("users", b);
        String role = b % 2 == 0 ? "PROJECT_OWNER" : "PROJECT_OWNER_VIEWER";
        switch (kind) {
            case ADD_PROJECT_MEMBER ->
                deeds.send(
                        Level.ORGANIZATION,
                        "AddProjectMember",
                        AddProjectMemberRequest.newBuilder()
                                .setProjectId(project)
                                .setUserId(user)
                                .addRoles(role));
            case UPDATE_PROJECT_MEMBER ->
                deeds.send(
                        Level.ORGANIZATION,
                        "UpdateProjectMember",
                        UpdateProjectMemberRequest.newBuilder()
                                .setProjectId(project)
                                .setUserId(user)
                                .addRoles(a % 2 == 0 ? role : "PROJECT_OWNER_GLOBAL"));
            default ->
                deeds.send(
                        Level.ORGANIZATION,
                        "RemoveProjectMember",
                        RemoveProjectMemberRequest.newBuilder()
                                .setProjectId(project)
                                .setUserId(user));
        }
    }

    void userGrant(Kind kind, int a, int b) {
        String id = deeds.any("user_grants", a);
        String user = tests.store
                .read(sql -> sql.select(
                                "select user_id from user_grants where instance = ? and id = ?", deeds.instance(), id)
                        .mapTo(String.class)
                        .findOne())
                .orElse("none");
        switch (kind) {
            case GIVE_ROLE ->
                deeds.send(
                        Level.ORGANIZATION,
                        "AddUserGrant",
                        AddUserGrantRequest.newBuilder()
                                .setUserId(deeds.any("users", a))
                                .setProjectId(deeds.any("projects", b))
                                .addAllRoleKeys(roles(b)));
            case CHANGE_USER_GRANT ->
                deeds.send(
                        Level.ORGANIZATION,
                        b % 3 == 0 ? "UpdateUserGrant" : b % 3 == 1 ? "DeactivateUserGrant" : "ReactivateUserGrant",
                        UpdateUserGrantRequest.newBuilder()
                                .setUserId(user)
                                .setGrantId(id)
                                .addAllRoleKeys(b % 3 == 0 ? roles(b) : List.of()));
            default ->
                deeds.send(
                        Level.ORGANIZATION,
                        "RemoveUserGrant",
                        RemoveUserGrantRequest.newBuilder().setUserId(user).setGrantId(id));
        }
    }
}
