package dev.ostiary.policy;

import dev.ostiary.api.admin.v1.ListLoginPolicyIDPsRequest;
import dev.ostiary.api.admin.v1.ListLoginPolicyIDPsResponse;
import dev.ostiary.api.admin.v1.RemoveIDPFromLoginPolicyRequest;
import dev.ostiary.api.admin.v1.RemoveIDPFromLoginPolicyResponse;
import dev.ostiary.api.idp.v1.IDPLoginPolicyLink;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.management.v1.AddIDPToLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddIDPToLoginPolicyResponse;
import dev.ostiary.idp.IdentityProviders;
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
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The calls about the providers that a login policy offers. */
public final class LoginPolicyIdpApi {
    private final Store store;
    private final LoginPolicies policies;
    private final IdentityProviders providers;
    private final InstantSource clock;

    public LoginPolicyIdpApi(Store store, LoginPolicies policies, IdentityProviders providers, InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.providers = providers;
        this.clock = clock;
    }

    public void register(Calls calls) {
        calls.on(
                "zitadel.admin.v1.AdminService/AddIDPToLoginPolicy",
                dev.ostiary.api.admin.v1.AddIDPToLoginPolicyRequest.getDefaultInstance(),
                this::addToInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/AddIDPToLoginPolicy",
                AddIDPToLoginPolicyRequest.getDefaultInstance(),
                this::addToOrganization);
        Twins twins = new Twins(calls);
        twins.on(
                "RemoveIDPFromLoginPolicy",
                RemoveIDPFromLoginPolicyRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.RemoveIDPFromLoginPolicyRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.RemoveIDPFromLoginPolicyResponse.getDefaultInstance(),
                this::remove);
        twins.on(
                "ListLoginPolicyIDPs",
                ListLoginPolicyIDPsRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.ListLoginPolicyIDPsRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.ListLoginPolicyIDPsResponse.getDefaultInstance(),
                this::list);
    }

    private dev.ostiary.api.admin.v1.AddIDPToLoginPolicyResponse addToInstance(
            Call call, dev.ostiary.api.admin.v1.AddIDPToLoginPolicyRequest request) {
        Stored<LoginPolicy> policy = store.write(tx -> {
            Stored<LoginPolicy> own = policies.toOffer(tx.sql(), Level.INSTANCE, call.instanceId(), call.instanceId());
            requireOwned(tx.sql(), call, request.getIdpId(), IDPOwnerType.IDP_OWNER_TYPE_SYSTEM, "INSTANCE-m8fsd");
            return policies.addIdp(tx, Level.INSTANCE, own, call.actor(), request.getIdpId());
        });
        return dev.ostiary.api.admin.v1.AddIDPToLoginPolicyResponse.newBuilder()
                .setDetails(Details.created(policy))
                .build();
    }

    private AddIDPToLoginPolicyResponse addToOrganization(Call call, AddIDPToLoginPolicyRequest request) {
        Stored<LoginPolicy> policy = store.write(tx -> {
            Stored<LoginPolicy> own =
                    policies.toOffer(tx.sql(), Level.ORGANIZATION, call.instanceId(), call.organization());
            requireOwned(tx.sql(), call, request.getIdpId(), request.getOwnerType(), "Org-3N9fs");
            return policies.addIdp(tx, Level.ORGANIZATION, own, call.actor(), request.getIdpId());
        });
        return AddIDPToLoginPolicyResponse.newBuilder()
                .setDetails(Details.created(policy))
                .build();
    }

    /** A policy may offer a provider of the instance, or of its own organization. */
    void requireOwned(Handle sql, Call call, String idp, IDPOwnerType type, String problemId) {
        String owner = type == IDPOwnerType.IDP_OWNER_TYPE_SYSTEM ? call.instanceId() : call.organization();
        boolean owned = providers
                .find(sql, call.instanceId(), idp)
                .filter(provider -> provider.owner().equals(owner))
                .isPresent();
        if (!owned) {
            throw Problem.precondition(problemId, "Errors.IDPConfig.NotExisting");
        }
    }

    private RemoveIDPFromLoginPolicyResponse remove(Call call, Level level, RemoveIDPFromLoginPolicyRequest request) {
        Stored<LoginPolicy> policy = store.write(tx ->
                policies.removeIdp(tx, level, call.instanceId(), level.owner(call), call.actor(), request.getIdpId()));
        return RemoveIDPFromLoginPolicyResponse.newBuilder()
                .setDetails(Details.changed(policy))
                .build();
    }

    private ListLoginPolicyIDPsResponse list(Call call, Level level, ListLoginPolicyIDPsRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        return store.read(sql -> {
            Stored<LoginPolicy> policy =
                    policies.effective(sql, call.instanceId(), level == Level.INSTANCE ? "" : call.organization());
            List<IDPLoginPolicyLink> all = links(sql, policy);
            List<IDPLoginPolicyLink> page =
                    all.stream().skip(window.offset()).limit(window.limit()).toList();
            return ListLoginPolicyIDPsResponse.newBuilder()
                    .setDetails(Details.list(page.isEmpty() ? 0 : all.size(), clock.instant()))
                    .addAllResult(page)
                    .build();
        });
    }

    /** The providers of a policy, in the order they were added. */
    List<IDPLoginPolicyLink> links(Handle sql, Stored<LoginPolicy> policy) {
        return policy.state().idps().stream()
                .flatMap(idp -> providers.find(sql, policy.stream().instance(), idp).stream())
                .map(LoginPolicyMessage::link)
                .toList();
    }
}
