package dev.ostiary.access;

import dev.ostiary.api.admin.v1.AddIAMMemberRequest;
import dev.ostiary.api.admin.v1.AddIAMMemberResponse;
import dev.ostiary.api.admin.v1.ListIAMMembersRequest;
import dev.ostiary.api.admin.v1.ListIAMMembersResponse;
import dev.ostiary.api.admin.v1.RemoveIAMMemberRequest;
import dev.ostiary.api.admin.v1.RemoveIAMMemberResponse;
import dev.ostiary.api.admin.v1.UpdateIAMMemberRequest;
import dev.ostiary.api.admin.v1.UpdateIAMMemberResponse;
import dev.ostiary.api.management.v1.AddOrgMemberRequest;
import dev.ostiary.api.management.v1.AddOrgMemberResponse;
import dev.ostiary.api.management.v1.ListOrgMembersRequest;
import dev.ostiary.api.management.v1.ListOrgMembersResponse;
import dev.ostiary.api.management.v1.RemoveOrgMemberRequest;
import dev.ostiary.api.management.v1.RemoveOrgMemberResponse;
import dev.ostiary.api.management.v1.UpdateOrgMemberRequest;
import dev.ostiary.api.management.v1.UpdateOrgMemberResponse;
import dev.ostiary.api.member.v1.SearchQuery;
import dev.ostiary.api.user.v1.Type;
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
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** The member calls of the Admin and the Management API. */
public final class MemberApi {
    private final Store store;
    private final Members members;
    private final Users users;
    private final InstantSource clock;

    public MemberApi(Store store, Members members, Users users, InstantSource clock) {
        this.store = store;
        this.members = members;
        this.users = users;
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

    /** Members are few (they administer), so they are filtered here and not in SQL. */
    private Page<dev.ostiary.api.member.v1.Member> list(
            Call call, String resource, Page.Window window, List<SearchQuery> queries) {
        return store.read(sql -> {
            List<dev.ostiary.api.member.v1.Member> all = members.ofResource(sql, call.instanceId(), resource).stream()
                    .flatMap(member -> message(sql, member).stream())
                    .filter(matching(queries))
                    .toList();
            List<dev.ostiary.api.member.v1.Member> rows =
                    all.stream().skip(window.offset()).limit(window.limit()).toList();
            return new Page<>(rows.isEmpty() ? 0 : all.size(), rows);
        });
    }

    private static Predicate<dev.ostiary.api.member.v1.Member> matching(List<SearchQuery> queries) {
        return member -> queries.stream().allMatch(query -> switch (query.getQueryCase()) {
            case USER_ID_QUERY -> query.getUserIdQuery().getUserId().equals(member.getUserId());
            case EMAIL_QUERY ->
                Filters.text(
                                query.getEmailQuery().getMethod(),
                                query.getEmailQuery().getEmail())
                        .matches(member.getEmail());
            case FIRST_NAME_QUERY ->
                Filters.text(
                                query.getFirstNameQuery().getMethod(),
                                query.getFirstNameQuery().getFirstName())
                        .matches(member.getFirstName());
            case LAST_NAME_QUERY ->
                Filters.text(
                                query.getLastNameQuery().getMethod(),
                                query.getLastNameQuery().getLastName())
                        .matches(member.getLastName());
            case QUERY_NOT_SET -> true;
        });
    }

    private Optional<dev.ostiary.api.member.v1.Member> message(Handle sql, Stored<Member> member) {
        return users.find(sql, member.stream().instance(), member.state().userId())
                .map(user -> message(member, user));
    }

    private static dev.ostiary.api.member.v1.Member message(Stored<Member> member, Stored<User> user) {
        dev.ostiary.api.member.v1.Member.Builder message = dev.ostiary.api.member.v1.Member.newBuilder()
                .setUserId(user.id())
                .setDetails(Details.read(member))
                .addAllRoles(member.state().roles())
                .setPreferredLoginName(user.state().userName())
                .setDisplayName(user.state().displayName())
                .setUserResourceOwner(user.owner());
        return switch (user.state().kind()) {
            case Human human ->
                message.setEmail(human.email().address())
                        .setFirstName(human.profile().givenName())
                        .setLastName(human.profile().familyName())
                        .setUserType(Type.TYPE_HUMAN)
                        .build();
            case Machine machine -> message.setUserType(Type.TYPE_MACHINE).build();
        };
    }
}
