package dev.ostiary.usergrant;

import dev.ostiary.api.management.v1.AddUserGrantRequest;
import dev.ostiary.api.management.v1.AddUserGrantResponse;
import dev.ostiary.api.management.v1.BulkRemoveUserGrantRequest;
import dev.ostiary.api.management.v1.BulkRemoveUserGrantResponse;
import dev.ostiary.api.management.v1.DeactivateUserGrantRequest;
import dev.ostiary.api.management.v1.DeactivateUserGrantResponse;
import dev.ostiary.api.management.v1.GetUserGrantByIDRequest;
import dev.ostiary.api.management.v1.GetUserGrantByIDResponse;
import dev.ostiary.api.management.v1.ListUserGrantRequest;
import dev.ostiary.api.management.v1.ListUserGrantResponse;
import dev.ostiary.api.management.v1.ReactivateUserGrantRequest;
import dev.ostiary.api.management.v1.ReactivateUserGrantResponse;
import dev.ostiary.api.management.v1.RemoveUserGrantRequest;
import dev.ostiary.api.management.v1.RemoveUserGrantResponse;
import dev.ostiary.api.management.v1.UpdateUserGrantRequest;
import dev.ostiary.api.management.v1.UpdateUserGrantResponse;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** The user grant calls of the Management API. */
public final class UserGrantApi {
    private final Store store;
    private final UserGrants grants;
    private final GivableRoles givable;
    private final Users users;
    private final UserGrantList list;
    private final InstantSource clock;

    public UserGrantApi(
            Store store,
            UserGrants grants,
            GivableRoles givable,
            Users users,
            UserGrantList list,
            InstantSource clock) {
        this.store = store;
        this.grants = grants;
        this.givable = givable;
        this.users = users;
        this.list = list;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddUserGrant", AddUserGrantRequest.getDefaultInstance(), this::add);
        calls.narrowing(service + "UpdateUserGrant", UpdateUserGrantRequest.getDefaultInstance(), this::update);
        calls.narrowing(
                service + "DeactivateUserGrant", DeactivateUserGrantRequest.getDefaultInstance(), this::deactivate);
        calls.narrowing(
                service + "ReactivateUserGrant", ReactivateUserGrantRequest.getDefaultInstance(), this::reactivate);
        calls.narrowing(service + "RemoveUserGrant", RemoveUserGrantRequest.getDefaultInstance(), this::remove);
        calls.narrowing(
                service + "BulkRemoveUserGrant", BulkRemoveUserGrantRequest.getDefaultInstance(), this::removeAll);
        calls.narrowing(service + "GetUserGrantByID", GetUserGrantByIDRequest.getDefaultInstance(), this::get);
        calls.narrowing(service + "ListUserGrants", ListUserGrantRequest.getDefaultInstance(), this::list);
    }

    private AddUserGrantResponse add(Call call, AddUserGrantRequest request) {
        Stored<UserGrant> added = store.write(tx -> {
            if (users.find(tx.sql(), call.instanceId(), request.getUserId()).isEmpty()) {
                throw Problem.precondition("COMMAND-4f8sg", "Errors.User.NotFound");
            }
            UserGrant grant = givable.of(
                    tx.sql(),
                    call.instanceId(),
                    call.organization(),
                    request.getUserId(),
                    request.getProjectId(),
                    request.getProjectGrantId(),
                    request.getRoleKeysList());
            return grants.add(tx, call.instanceId(), call.organization(), call.actor(), grant);
        });
        return AddUserGrantResponse.newBuilder()
                .setUserGrantId(added.id())
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateUserGrantResponse update(Call call, UpdateUserGrantRequest request) {
        Stored<UserGrant> changed = onExisting(call, request.getUserId(), request.getGrantId(), (tx, grant) -> {
            UserGrant wanted = givable.of(
                    tx.sql(),
                    call.instanceId(),
                    call.organization(),
                    grant.state().userId(),
                    grant.state().projectId(),
                    grant.state().projectGrantId(),
                    request.getRoleKeysList());
            return grants.change(tx, grant, call.actor(), wanted.roleKeys());
        });
        return UpdateUserGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private DeactivateUserGrantResponse deactivate(Call call, DeactivateUserGrantRequest request) {
        Stored<UserGrant> changed = onExisting(
                call,
                request.getUserId(),
                request.getGrantId(),
                (tx, grant) -> grants.deactivate(tx, grant, call.actor()));
        return DeactivateUserGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private ReactivateUserGrantResponse reactivate(Call call, ReactivateUserGrantRequest request) {
        Stored<UserGrant> changed = onExisting(
                call,
                request.getUserId(),
                request.getGrantId(),
                (tx, grant) -> grants.reactivate(tx, grant, call.actor()));
        return ReactivateUserGrantResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveUserGrantResponse remove(Call call, RemoveUserGrantRequest request) {
        Stored<UserGrant> removed = onExisting(
                call, request.getUserId(), request.getGrantId(), (tx, grant) -> grants.remove(tx, grant, call.actor()));
        return RemoveUserGrantResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    /** Removes all or, when one isn't there, none. */
    private BulkRemoveUserGrantResponse removeAll(Call call, BulkRemoveUserGrantRequest request) {
        if (request.getGrantIdCount() == 0 || request.getGrantIdCount() > Page.Window.LARGEST) {
            throw Problem.invalid("USERGRANT-Br1em", "Errors.UserGrant.Invalid");
        }
        store.write(tx -> {
            request.getGrantIdList().stream()
                    .distinct()
                    .forEach(id -> grants.remove(tx, existing(tx.sql(), call, id), call.actor()));
            return true;
        });
        return BulkRemoveUserGrantResponse.getDefaultInstance();
    }

    private Stored<UserGrant> onExisting(
            Call call, String user, String id, BiFunction<Transaction, Stored<UserGrant>, Stored<UserGrant>> command) {
        return store.write(tx -> {
            Stored<UserGrant> grant = existing(tx.sql(), call, id);
            if (!grant.state().userId().equals(user)) {
                throw notFound();
            }
            return command.apply(tx, grant);
        });
    }

    private Stored<UserGrant> existing(Handle sql, Call call, String id) {
        return grants.find(sql, call.instanceId(), id)
                .filter(grant -> grant.owner().equals(call.organization()))
                .map(grant -> within(call, grant))
                .orElseThrow(UserGrantApi::notFound);
    }

    private static Stored<UserGrant> within(Call call, Stored<UserGrant> grant) {
        if (!call.reach().covers(grant.state().projectId(), grant.state().projectGrantId())) {
            throw Problem.denied("EVENT-Shu7e", "Errors.UserGrant.NoPermissionForProject");
        }
        return grant;
    }

    private static Problem notFound() {
        return Problem.notFound("USERGRANT-Ge9nf", "Errors.UserGrant.NotFound");
    }

    /** The owner of the project may read what others gave on it. */
    private GetUserGrantByIDResponse get(Call call, GetUserGrantByIDRequest request) {
        return store.read(sql -> grants.find(sql, call.instanceId(), request.getGrantId())
                .filter(grant -> grant.state().userId().equals(request.getUserId()))
                .filter(grant -> grant.owner().equals(call.organization())
                        || grant.state().projectOwner().equals(call.organization()))
                .map(grant -> within(call, grant))
                .map(grant -> GetUserGrantByIDResponse.newBuilder()
                        .setUserGrant(list.message(sql, grant))
                        .build())
                .orElseThrow(UserGrantApi::notFound));
    }

    private ListUserGrantResponse list(Call call, ListUserGrantRequest request) {
        Page<dev.ostiary.api.user.v1.UserGrant> page = store.read(sql -> list.page(
                sql,
                Filters.within(
                        UserGrantQueries.conditions(call.instanceId(), call.organization(), request.getQueriesList()),
                        call.reach(),
                        "project",
                        "project_grant"),
                request.getQueriesList(),
                Filters.window(request.getQuery())));
        return ListUserGrantResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(page.rows())
                .build();
    }
}
