package dev.ostiary.membership;

import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.api.auth.v1.ListMyMembershipsRequest;
import dev.ostiary.api.auth.v1.ListMyMembershipsResponse;
import dev.ostiary.api.management.v1.ListUserMembershipsRequest;
import dev.ostiary.api.management.v1.ListUserMembershipsResponse;
import dev.ostiary.api.user.v1.Membership;
import dev.ostiary.api.user.v1.MembershipQuery;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The calls that list what a user is a member of. */
public final class MembershipApi {
    private final Store store;
    private final MembershipList list;
    private final InstantSource clock;

    public MembershipApi(
            Store store,
            Members members,
            ProjectMembers projectMembers,
            Orgs orgs,
            Projects projects,
            InstantSource clock) {
        this.store = store;
        this.list = new MembershipList(members, projectMembers, orgs, projects);
        this.clock = clock;
    }

    public void register(Calls calls) {
        calls.on(
                "zitadel.auth.v1.AuthService/ListMyMemberships",
                ListMyMembershipsRequest.getDefaultInstance(),
                this::mine);
        calls.narrowing(
                "zitadel.management.v1.ManagementService/ListUserMemberships",
                ListUserMembershipsRequest.getDefaultInstance(),
                this::ofUser);
    }

    private ListMyMembershipsResponse mine(Call call, ListMyMembershipsRequest request) {
        List<Membership> all =
                store.read(sql -> list.all(sql, call.instance(), call.caller().userId()));
        Page<Membership> page = page(all, request.getQueriesList(), Filters.window(request.getQuery()));
        return ListMyMembershipsResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    /** In the organization that the call is about; who administers projects only sees memberships of these. */
    private ListUserMembershipsResponse ofUser(Call call, ListUserMembershipsRequest request) {
        List<Membership> all = store
                .read(sql -> list.in(
                        sql,
                        call.instance(),
                        request.getUserId(),
                        call.organization(),
                        member -> call.reach().covers(Set.of(member.partId()))))
                .stream()
                .filter(membership -> call.reach().everywhere() || !membership.hasOrgId())
                .toList();
        Page<Membership> page = page(all, request.getQueriesList(), Filters.window(request.getQuery()));
        return ListUserMembershipsResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }

    /** Few administer many things, so the list is filtered here and not in SQL. */
    private static Page<Membership> page(List<Membership> all, List<MembershipQuery> queries, Page.Window window) {
        List<Membership> matching = all.stream()
                .filter(membership -> queries.stream().allMatch(query -> matches(query, membership)))
                .toList();
        List<Membership> rows =
                matching.stream().skip(window.offset()).limit(window.limit()).toList();
        return new Page<>(rows.isEmpty() ? 0 : matching.size(), rows);
    }

    private static boolean matches(MembershipQuery query, Membership membership) {
        return switch (query.getQueryCase()) {
            case ORG_QUERY ->
                membership.hasOrgId() && query.getOrgQuery().getOrgId().equals(membership.getOrgId());
            case PROJECT_QUERY ->
                membership.hasProjectId()
                        && query.getProjectQuery().getProjectId().equals(membership.getProjectId());
            case PROJECT_GRANT_QUERY ->
                membership.hasProjectGrantId()
                        && query.getProjectGrantQuery().getProjectGrantId().equals(membership.getProjectGrantId());
            case IAM_QUERY -> query.getIamQuery().getIam() == membership.getIam();
            case QUERY_NOT_SET -> true;
        };
    }
}
