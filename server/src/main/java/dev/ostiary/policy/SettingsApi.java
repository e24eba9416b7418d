package dev.ostiary.policy;

import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.settings.v2.EmbeddedIframeSettings;
import dev.ostiary.api.settings.v2.GetGeneralSettingsRequest;
import dev.ostiary.api.settings.v2.GetGeneralSettingsResponse;
import dev.ostiary.api.settings.v2.GetLoginSettingsRequest;
import dev.ostiary.api.settings.v2.GetLoginSettingsResponse;
import dev.ostiary.api.settings.v2.GetSecuritySettingsRequest;
import dev.ostiary.api.settings.v2.GetSecuritySettingsResponse;
import dev.ostiary.api.settings.v2.SecuritySettings;
import dev.ostiary.api.settings.v2.SetSecuritySettingsRequest;
import dev.ostiary.api.settings.v2.SetSecuritySettingsResponse;
import dev.ostiary.instance.Instance;
import dev.ostiary.instance.Instances;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;

/** The settings calls: what sign-in pages of somebody else's have to know, and the security policy as version 2 has it. */
public final class SettingsApi {
    /** Those of the sign-in pages. */
    private static final List<String> LANGUAGES = List.of("de", "en");

    private final Store store;
    private final Instances instances;
    private final LoginPolicies policies;
    private final Permissions permissions;

    public SettingsApi(Store store, Instances instances, LoginPolicies policies, Permissions permissions) {
        this.store = store;
        this.instances = instances;
        this.policies = policies;
        this.permissions = permissions;
    }

    public void register(Calls calls) {
        String service = "zitadel.settings.v2.SettingsService/";
        calls.on(service + "GetGeneralSettings", GetGeneralSettingsRequest.getDefaultInstance(), this::general);
        calls.on(service + "GetLoginSettings", GetLoginSettingsRequest.getDefaultInstance(), this::login);
        calls.on(service + "GetSecuritySettings", GetSecuritySettingsRequest.getDefaultInstance(), this::security);
        calls.on(service + "SetSecuritySettings", SetSecuritySettingsRequest.getDefaultInstance(), this::secure);
    }

    private GetGeneralSettingsResponse general(Call call, GetGeneralSettingsRequest request) {
        Instance instance = call.instance();
        return GetGeneralSettingsResponse.newBuilder()
                .setDefaultOrgId(instance.defaultOrganization())
                .setDefaultLanguage(instance.defaultLanguage())
                .addAllSupportedLanguages(LANGUAGES)
                .build();
    }

    private GetLoginSettingsResponse login(Call call, GetLoginSettingsRequest request) {
        String organization = Concerned.organization(call, permissions, request.getCtx());
        Stored<LoginPolicy> policy = store.read(sql -> policies.effective(sql, call.instanceId(), organization));
        return GetLoginSettingsResponse.newBuilder()
                .setDetails(read(policy))
                .setSettings(LoginSettingsMessage.of(policy))
                .build();
    }

    private GetSecuritySettingsResponse security(Call call, GetSecuritySettingsRequest request) {
        Stored<Instance> instance = store.read(sql -> SecurityPolicyApi.instance(instances, sql, call));
        return GetSecuritySettingsResponse.newBuilder()
                .setDetails(read(instance))
                .setSettings(SecuritySettings.newBuilder()
                        .setEmbeddedIframe(EmbeddedIframeSettings.getDefaultInstance())
                        .setEnableImpersonation(instance.state().impersonation()))
                .build();
    }

    private SetSecuritySettingsResponse secure(Call call, SetSecuritySettingsRequest request) {
        EmbeddedIframeSettings embedding = request.getEmbeddedIframe();
        SecurityPolicyApi.refuseEmbedding(embedding.getEnabled() || embedding.getAllowedOriginsCount() > 0);
        Stored<Instance> changed = store.write(tx -> instances.setImpersonation(
                tx,
                SecurityPolicyApi.instance(instances, tx.sql(), call),
                call.actor(),
                request.getEnableImpersonation()));
        return SetSecuritySettingsResponse.newBuilder()
                .setDetails(changed(changed))
                .build();
    }

    private static Details.Builder changed(Stored<?> stored) {
        return Details.newBuilder()
                .setSequence(stored.revision().version())
                .setChangeDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().changedAt()))
                .setResourceOwner(stored.owner());
    }

    private static Details.Builder read(Stored<?> stored) {
        return changed(stored)
                .setCreationDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().createdAt()));
    }
}
