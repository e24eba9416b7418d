package dev.ostiary.membership;

import dev.ostiary.access.MemberList;
import dev.ostiary.access.ProjectMember;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.ProjectPart;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddProjectMemberRequest;
import dev.ostiary.api.management.v1.AddProjectMemberResponse;
import dev.ostiary.api.management.v1.ListProjectMemberRolesRequest;
import dev.ostiary.api.management.v1.ListProjectMemberRolesResponse;
import dev.ostiary.api.management.v1.ListProjectMembersRequest;
import dev.ostiary.api.management.v1.ListProjectMembersResponse;
import dev.ostiary.api.management.v1.RemoveProjectMemberRequest;
import dev.ostiary.api.management.v1.RemoveProjectMemberResponse;
import dev.ostiary.api.management.v1.UpdateProjectMemberRequest;
import dev.ostiary.api.management.v1.UpdateProjectMemberResponse;
import dev.ostiary.api.member.v1.Member;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The calls of the Management API about who administers a project. */
public final class ProjectMemberApi {
    private final Store store;
    private final ProjectMembers members;
    private final Projects projects;
    private final Users users;
    private final MemberList list;
    private final Roles roles;
    private final InstantSource clock;

    public ProjectMemberApi(
            Store store, ProjectMembers members, Projects projects, Users users, Roles roles, InstantSource clock) {
        this.store = store;
        this.members = members;
        this.projects = projects;
        this.users = users;
        this.list = new MemberList(users);
        this.roles = roles;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProjectMember", AddProjectMemberRequest.getDefaultInstance(), this::add);
        calls.on(service + "UpdateProjectMember", UpdateProjectMemberRequest.getDefaultInstance(), this::update);
        calls.on(service + "RemoveProjectMember", RemoveProjectMemberRequest.getDefaultInstance(), this::remove);
        calls.on(service + "ListProjectMembers", ListProjectMembersRequest.getDefaultInstance(), this::list);
        calls.narrowing(
                service + "ListProjectMemberRoles",
                ListProjectMemberRolesRequest.getDefaultInstance(),
                (call, request) -> listRoles());
    }

    private AddProjectMemberResponse add(Call call, AddProjectMemberRequest request) {
        Stored<ProjectMember> added = store.write(tx -> {
            ProjectPart part = part(tx.sql(), call, request.getProjectId());
            if (users.find(tx.sql(), call.instanceId(), request.getUserId()).isEmpty()) {
                throw Problem.precondition("COMMAND-9Hfgh", "Errors.User.NotFound");
            }
            return members.add(tx, call.instanceId(), part, call.actor(), request.getUserId(), request.getRolesList());
        });
        return AddProjectMemberResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateProjectMemberResponse update(Call call, UpdateProjectMemberRequest request) {
        Stored<ProjectMember> changed = store.write(tx -> members.change(
                tx,
                call.instanceId(),
                part(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getUserId(),
                request.getRolesList()));
        return UpdateProjectMemberResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveProjectMemberResponse remove(Call call, RemoveProjectMemberRequest request) {
        Stored<ProjectMember> removed = store.write(tx -> members.remove(
                tx,
                call.instanceId(),
                part(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getUserId()));
        return RemoveProjectMemberResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private ListProjectMembersResponse list(Call call, ListProjectMembersRequest request) {
        Page<Member> page = store.read(sql -> list.page(
                sql,
                members.of(sql, call.instanceId(), part(sql, call, request.getProjectId())).stream()
                        .map(MemberList.Entry::ofProject)
                        .toList(),
                request.getQueriesList(),
                Filters.window(request.getQuery())));
        return ListProjectMembersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    private ListProjectMemberRolesResponse listRoles() {
        List<String> all = roles.ofProjects();
        return ListProjectMemberRolesResponse.newBuilder()
                .setDetails(Details.list(all.size(), clock.instant()))
                .addAllResult(all)
                .build();
    }

    private ProjectPart part(Handle sql, Call call, String project) {
        return projects.find(sql, call.instanceId(), call.organization(), project)
                .map(found -> ProjectPart.project(found.owner(), found.id()))
                .orElseThrow(() -> Problem.notFound("PROJECT-Pm4nf", "Errors.Project.NotFound"));
    }
}
