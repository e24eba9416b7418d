package dev.ostiary.membership;

import dev.ostiary.access.MemberList;
import dev.ostiary.access.ProjectMember;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.ProjectPart;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddProjectGrantMemberRequest;
import dev.ostiary.api.management.v1.AddProjectGrantMemberResponse;
import dev.ostiary.api.management.v1.ListProjectGrantMemberRolesRequest;
import dev.ostiary.api.management.v1.ListProjectGrantMemberRolesResponse;
import dev.ostiary.api.management.v1.ListProjectGrantMembersRequest;
import dev.ostiary.api.management.v1.ListProjectGrantMembersResponse;
import dev.ostiary.api.management.v1.RemoveProjectGrantMemberRequest;
import dev.ostiary.api.management.v1.RemoveProjectGrantMemberResponse;
import dev.ostiary.api.management.v1.UpdateProjectGrantMemberRequest;
import dev.ostiary.api.management.v1.UpdateProjectGrantMemberResponse;
import dev.ostiary.api.member.v1.Member;
import dev.ostiary.project.ProjectGrants;
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

/** The calls of the Management API about who administers what an organization was granted of another's project. */
public final class ProjectGrantMemberApi {
    private final Store store;
    private final ProjectMembers members;
    private final ProjectGrants grants;
    private final Users users;
    private final MemberList list;
    private final Roles roles;
    private final InstantSource clock;

    public ProjectGrantMemberApi(
            Store store, ProjectMembers members, ProjectGrants grants, Users users, Roles roles, InstantSource clock) {
        this.store = store;
        this.members = members;
        this.grants = grants;
        this.users = users;
        this.list = new MemberList(users);
        this.roles = roles;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddProjectGrantMember", AddProjectGrantMemberRequest.getDefaultInstance(), this::add);
        calls.on(
                service + "UpdateProjectGrantMember",
                UpdateProjectGrantMemberRequest.getDefaultInstance(),
                this::update);
        calls.on(
                service + "RemoveProjectGrantMember",
                RemoveProjectGrantMemberRequest.getDefaultInstance(),
                this::remove);
        calls.on(service + "ListProjectGrantMembers", ListProjectGrantMembersRequest.getDefaultInstance(), this::list);
        calls.narrowing(
                service + "ListProjectGrantMemberRoles",
                ListProjectGrantMemberRolesRequest.getDefaultInstance(),
                (call, request) -> listRoles());
    }

    private AddProjectGrantMemberResponse add(Call call, AddProjectGrantMemberRequest request) {
        Stored<ProjectMember> added = store.write(tx -> {
            ProjectPart part = part(tx.sql(), call, request.getProjectId(), request.getGrantId());
            if (users.find(tx.sql(), call.instanceId(), request.getUserId()).isEmpty()) {
                throw Problem.precondition("COMMAND-9Hfgh", "Errors.User.NotFound");
            }
            return members.add(tx, call.instanceId(), part, call.actor(), request.getUserId(), request.getRolesList());
        });
        return AddProjectGrantMemberResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateProjectGrantMemberResponse update(Call call, UpdateProjectGrantMemberRequest request) {
        Stored<ProjectMember> changed = store.write(tx -> members.change(
                tx,
                call.instanceId(),
                part(tx.sql(), call, request.getProjectId(), request.getGrantId()),
                call.actor(),
                request.getUserId(),
                request.getRolesList()));
        return UpdateProjectGrantMemberResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveProjectGrantMemberResponse remove(Call call, RemoveProjectGrantMemberRequest request) {
        Stored<ProjectMember> removed = store.write(tx -> members.remove(
                tx,
                call.instanceId(),
                part(tx.sql(), call, request.getProjectId(), request.getGrantId()),
                call.actor(),
                request.getUserId()));
        return RemoveProjectGrantMemberResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private ListProjectGrantMembersResponse list(Call call, ListProjectGrantMembersRequest request) {
        Page<Member> page = store.read(sql -> list.page(
                sql,
                members
                        .of(sql, call.instanceId(), part(sql, call, request.getProjectId(), request.getGrantId()))
                        .stream()
                        .map(MemberList.Entry::ofProject)
                        .toList(),
                request.getQueriesList(),
                Filters.window(request.getQuery())));
        return ListProjectGrantMembersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    private ListProjectGrantMemberRolesResponse listRoles() {
        List<String> all = roles.ofProjectGrants();
        return ListProjectGrantMemberRolesResponse.newBuilder()
                .setDetails(Details.list(all.size(), clock.instant()))
                .addAllResult(all)
                .build();
    }

    /** Both the organization that granted the project and the one that has it say who administers the grant. */
    private ProjectPart part(Handle sql, Call call, String project, String grant) {
        return grants.find(sql, call.instanceId(), grant)
                .filter(found -> found.state().projectId().equals(project))
                .map(found -> ProjectPart.grant(
                        found.owner(), project, found.id(), found.state().grantedOrg()))
                .filter(part -> List.of(part.owner(), part.organization()).contains(call.organization()))
                .orElseThrow(() -> Problem.notFound("PROJECT-Gm7nf", "Errors.Project.Grant.NotFound"));
    }
}
