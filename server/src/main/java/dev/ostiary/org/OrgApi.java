package dev.ostiary.org;

import dev.ostiary.access.Members;
import dev.ostiary.api.management.v1.AddOrgRequest;
import dev.ostiary.api.management.v1.AddOrgResponse;
import dev.ostiary.api.management.v1.GetMyOrgRequest;
import dev.ostiary.api.management.v1.GetMyOrgResponse;
import dev.ostiary.api.management.v1.RemoveOrgRequest;
import dev.ostiary.api.management.v1.RemoveOrgResponse;
import dev.ostiary.api.org.v1.OrgState;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;

/** The organization calls of the Management and the Admin API. */
public final class OrgApi {
    private final Store store;
    private final Orgs orgs;
    private final Members members;

    public OrgApi(Store store, Orgs orgs, Members members) {
        this.store = store;
        this.orgs = orgs;
        this.members = members;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddOrg", AddOrgRequest.getDefaultInstance(), this::add);
        calls.on(service + "GetMyOrg", GetMyOrgRequest.getDefaultInstance(), this::getMine);
        calls.on(service + "RemoveOrg", RemoveOrgRequest.getDefaultInstance(), this::removeMine);
        calls.on(
                "zitadel.admin.v1.AdminService/RemoveOrg",
                dev.ostiary.api.admin.v1.RemoveOrgRequest.getDefaultInstance(),
                this::remove);
    }

    /** Who adds an organization owns it. */
    private AddOrgResponse add(Call call, AddOrgRequest request) {
        Stored<Org> added = store.write(tx -> {
            Stored<Org> org = orgs.add(
                    tx, call.instanceId(), call.instance().domains().getFirst(), call.actor(), request.getName());
            members.add(
                    tx, call.instanceId(), org.id(), call.actor(), call.caller().userId(), List.of("ORG_OWNER"));
            return org;
        });
        return AddOrgResponse.newBuilder()
                .setId(added.id())
                .setDetails(Details.created(added))
                .build();
    }

    private RemoveOrgResponse removeMine(Call call, RemoveOrgRequest request) {
        return RemoveOrgResponse.newBuilder()
                .setDetails(Details.changed(remove(call, call.organization())))
                .build();
    }

    private dev.ostiary.api.admin.v1.RemoveOrgResponse remove(
            Call call, dev.ostiary.api.admin.v1.RemoveOrgRequest request) {
        return dev.ostiary.api.admin.v1.RemoveOrgResponse.newBuilder()
                .setDetails(Details.changed(remove(call, request.getOrgId())))
                .build();
    }

    private Stored<Org> remove(Call call, String id) {
        return store.write(tx -> orgs.remove(tx, call.instance(), id, call.actor()));
    }

    private GetMyOrgResponse getMine(Call call, GetMyOrgRequest request) {
        Stored<Org> org = store.read(sql -> orgs.find(sql, call.instanceId(), call.organization()))
                .orElseThrow(() -> Problem.notFound("QUERY-iTTGJ", "Errors.Org.NotFound"));
        return GetMyOrgResponse.newBuilder()
                .setOrg(dev.ostiary.api.org.v1.Org.newBuilder()
                        .setId(org.id())
                        .setDetails(Details.read(org))
                        .setState(OrgState.ORG_STATE_ACTIVE)
                        .setName(org.state().name())
                        .setPrimaryDomain(org.state().primaryDomain()))
                .build();
    }
}
