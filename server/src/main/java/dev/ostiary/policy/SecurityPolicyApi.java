package dev.ostiary.policy;

import dev.ostiary.api.admin.v1.GetSecurityPolicyRequest;
import dev.ostiary.api.admin.v1.GetSecurityPolicyResponse;
import dev.ostiary.api.admin.v1.SetSecurityPolicyRequest;
import dev.ostiary.api.admin.v1.SetSecurityPolicyResponse;
import dev.ostiary.api.settings.v1.SecurityPolicy;
import dev.ostiary.instance.Instance;
import dev.ostiary.instance.Instances;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import org.jdbi.v3.core.Handle;

/** The security policy calls of the Admin API. The policy is a part of the instance. */
public final class SecurityPolicyApi {
    private final Store store;
    private final Instances instances;

    public SecurityPolicyApi(Store store, Instances instances) {
        this.store = store;
        this.instances = instances;
    }

    public void register(Calls calls) {
        String admin = "zitadel.admin.v1.AdminService/";
        calls.on(admin + "GetSecurityPolicy", GetSecurityPolicyRequest.getDefaultInstance(), this::get);
        calls.on(admin + "SetSecurityPolicy", SetSecurityPolicyRequest.getDefaultInstance(), this::set);
    }

    static Stored<Instance> instance(Instances instances, Handle sql, Call call) {
        return instances
                .find(sql, call.instanceId())
                .orElseThrow(() -> new IllegalStateException("an instance without a row"));
    }

    private GetSecurityPolicyResponse get(Call call, GetSecurityPolicyRequest request) {
        Stored<Instance> instance = store.read(sql -> instance(instances, sql, call));
        return GetSecurityPolicyResponse.newBuilder()
                .setPolicy(SecurityPolicy.newBuilder()
                        .setDetails(Details.read(instance))
                        .setEnableImpersonation(instance.state().impersonation()))
                .build();
    }

    private SetSecurityPolicyResponse set(Call call, SetSecurityPolicyRequest request) {
        refuseEmbedding(request.getEnableIframeEmbedding() || request.getAllowedOriginsCount() > 0);
        Stored<Instance> changed = store.write(tx -> instances.setImpersonation(
                tx, instance(instances, tx.sql(), call), call.actor(), request.getEnableImpersonation()));
        return SetSecurityPolicyResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    static void refuseEmbedding(boolean asked) {
        if (asked) {
            throw Problem.plain(Kind.UNIMPLEMENTED, "the sign-in pages can't be embedded in other pages");
        }
    }
}
