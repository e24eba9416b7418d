package dev.ostiary.access;

import dev.ostiary.api.admin.v1.AddIAMMemberRequest;
import dev.ostiary.api.admin.v1.AddIAMMemberResponse;
import dev.ostiary.api.admin.v1.ListIAMMemberRolesRequest;
import dev.ostiary.api.admin.v1.ListIAMMemberRolesResponse;
import dev.ostiary.api.admin.v1.ListIAMMembersRequest;
import dev.ostiary.api.admin.v1.ListIAMMembersResponse;
import dev.ostiary.api.admin.v1.RemoveIAMMemberRequest;
import dev.ostiary.api.admin.v1.RemoveIAMMemberResponse;
import dev.ostiary.api.admin.v1.UpdateIAMMemberRequest;
import dev.ostiary.api.admin.v1.UpdateIAMMemberResponse;
import dev.ostiary.api.management.v1.AddOrgMemberRequest;
import dev.ostiary.api.management.v1.AddOrgMemberResponse;
import dev.ostiary.api.management.v1.ListOrgMemberRolesRequest;
import dev.ostiary.api.management.v1.ListOrgMemberRolesResponse;
import dev.ostiary.api.management.v1.ListOrgMembersRequest;
import dev.ostiary.api.management.v1.ListOrgMembersResponse;
import dev.ostiary.api.management.v1.RemoveOrgMemberRequest;
import dev.ostiary.api.management.v1.RemoveOrgMemberResponse;
import dev.ostiary.api.management.v1.UpdateOrgMemberRequest;
import dev.ostiary.api.management.v1.UpdateOrgMemberResponse;
import dev.ostiary.api.member.v1.SearchQuery;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.List;

/** The member calls of the Admin and the Management API. */
public final class MemberApi {
    private final Store store;
    private final Members members;
    private final Users users;
    private final MemberList list;
    private final Roles roles;
    private final InstantSource clock;

    public MemberApi(Store store, Members members, Users users, Roles roles, InstantSource clock) {
        this.store = store;
        this.members = members;
        this.users = users;
        this.list = new MemberList(users);
        this.roles = roles;
        this.clock = clock;
    }

    public void register(Calls calls) {
        Twins twins = new Twins(calls);
        twins.on(
                "AddIAMMember",
                "AddOrgMember",
                AddIAMMemberRequest.getDefaultInstance(),
                AddOrgMemberRequest.getDefaultInstance(),
                AddOrgMemberResponse.getDefaultInstance(),
                this::add);
        twins.on(
                "UpdateIAMMember",
                "UpdateOrgMember",
                UpdateIAMMemberRequest.getDefaultInstance(),
                UpdateOrgMemberRequest.getDefaultInstance(),
                UpdateOrgMemberResponse.getDefaultInstance(),
                this::update);
        twins.on(
                "RemoveIAMMember",
                "RemoveOrgMember",
                RemoveIAMMemberRequest.getDefaultInstance(),
                RemoveOrgMemberRequest.getDefaultInstance(),
                RemoveOrgMemberResponse.getDefaultInstance(),
                this::remove);
        calls.on(
                "zitadel.admin.v1.AdminService/ListIAMMembers",
                ListIAMMembersRequest.getDefaultInstance(),
                this::listOfInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/ListOrgMembers",
                ListOrgMembersRequest.getDefaultInstance(),
                this::listOfOrganization);
        calls.on(
                "zitadel.admin.v1.AdminService/ListIAMMemberRoles",
                ListIAMMemberRolesRequest.getDefaultInstance(),
                (call, request) -> rolesOfInstance());
        calls.on(
                "zitadel.management.v1.ManagementService/ListOrgMemberRoles",
                ListOrgMemberRolesRequest.getDefaultInstance(),
                (call, request) -> ListOrgMemberRolesResponse.newBuilder().addAllResult(roles.ofOrganizations()));
    }

    private AddIAMMemberResponse add(Call call, Level level, AddIAMMemberRequest request) {
        Stored<Member> added = store.write(tx -> {
            if (users.find(tx.sql(), call.instanceId(), request.getUserId()).isEmpty()) {
                throw Problem.precondition("COMMAND-9Hfgh", "Errors.User.NotFound");
            }
            return members.add(
                    tx,
                    call.instanceId(),
                    level.owner(call),
                    call.actor(),
                    request.getUserId(),
                    request.getRolesList());
        });
        return AddIAMMemberResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateIAMMemberResponse update(Call call, Level level, UpdateIAMMemberRequest request) {
        Stored<Member> changed = store.write(tx -> members.change(
                tx, call.instanceId(), level.owner(call), call.actor(), request.getUserId(), request.getRolesList()));
        return UpdateIAMMemberResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveIAMMemberResponse remove(Call call, Level level, RemoveIAMMemberRequest request) {
        Stored<Member> removed = store.write(
                tx -> members.remove(tx, call.instanceId(), level.owner(call), call.actor(), request.getUserId()));
        return RemoveIAMMemberResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private ListIAMMembersResponse listOfInstance(Call call, ListIAMMembersRequest request) {
        Page<dev.ostiary.api.member.v1.Member> page =
                list(call, call.instanceId(), Filters.window(request.getQuery()), request.getQueriesList());
        return ListIAMMembersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    private ListOrgMembersResponse listOfOrganization(Call call, ListOrgMembersRequest request) {
        Page<dev.ostiary.api.member.v1.Member> page =
                list(call, call.organization(), Filters.window(request.getQuery()), request.getQueriesList());
        return ListOrgMembersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    private Page<dev.ostiary.api.member.v1.Member> list(
            Call call, String resource, Page.Window window, List<SearchQuery> queries) {
        return store.read(sql -> list.page(
                sql,
                members.ofResource(sql, call.instanceId(), resource).stream()
                        .map(MemberList.Entry::of)
                        .toList(),
                queries,
                window));
    }

    private ListIAMMemberRolesResponse rolesOfInstance() {
        List<String> all = roles.ofInstances();
        return ListIAMMemberRolesResponse.newBuilder()
                .setDetails(Details.list(all.size(), clock.instant()))
                .addAllRoles(all)
                .build();
    }
}
