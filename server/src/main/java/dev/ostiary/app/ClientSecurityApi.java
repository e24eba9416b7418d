package dev.ostiary.app;

import dev.ostiary.api.openid.v1.GetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.GetApplicationClientSecurityResponse;
import dev.ostiary.api.openid.v1.GetDefaultClientSecurityRequest;
import dev.ostiary.api.openid.v1.GetDefaultClientSecurityResponse;
import dev.ostiary.api.openid.v1.Profile;
import dev.ostiary.api.openid.v1.ResetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.ResetApplicationClientSecurityResponse;
import dev.ostiary.api.openid.v1.SetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.SetApplicationClientSecurityResponse;
import dev.ostiary.api.openid.v1.SetDefaultClientSecurityRequest;
import dev.ostiary.api.openid.v1.SetDefaultClientSecurityResponse;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls about what applications must do to get tokens: Ostiary's own, beside the contract's. */
public final class ClientSecurityApi {
    private final Store store;
    private final Apps apps;
    private final SigningKeys keys;

    public ClientSecurityApi(Store store, Apps apps, SigningKeys keys) {
        this.store = store;
        this.apps = apps;
        this.keys = keys;
    }

    public void register(Calls calls) {
        String service = "ostiary.openid.v1.ClientSecurityService/";
        calls.on(
                service + "GetApplicationClientSecurity",
                GetApplicationClientSecurityRequest.getDefaultInstance(),
                this::get);
        calls.on(
                service + "SetApplicationClientSecurity",
                SetApplicationClientSecurityRequest.getDefaultInstance(),
                this::set);
        calls.on(
                service + "ResetApplicationClientSecurity",
                ResetApplicationClientSecurityRequest.getDefaultInstance(),
                this::reset);
        calls.on(
                service + "GetDefaultClientSecurity",
                GetDefaultClientSecurityRequest.getDefaultInstance(),
                this::getDefault);
        calls.on(
                service + "SetDefaultClientSecurity",
                SetDefaultClientSecurityRequest.getDefaultInstance(),
                this::setDefault);
    }

    private GetApplicationClientSecurityResponse get(Call call, GetApplicationClientSecurityRequest request) {
        String algorithm = algorithm(call);
        return store.read(sql -> {
            App app = apps.existing(sql, call, request.getProjectId(), request.getAppId())
                    .state();
            App.Oidc oidc = Apps.requireOidc(app);
            ClientSecurity own = app.security();
            ClientSecurity counts = own == null ? ClientSecurityDefaults.read(sql, call.instanceId()) : own;
            return GetApplicationClientSecurityResponse.newBuilder()
                    .setClientSecurity(message(counts))
                    .setIsDefault(own == null)
                    .addAllMissing(counts.isFapi() ? Fapi.missing(oidc, algorithm) : List.of())
                    .build();
        });
    }

    /** What the instance signs with. */
    private String algorithm(Call call) {
        return keys.of(call.instanceId()).algorithm().getName();
    }

    private SetApplicationClientSecurityResponse set(Call call, SetApplicationClientSecurityRequest request) {
        ClientSecurity security = security(request.getClientSecurity());
        Stored<App> changed = change(call, request.getProjectId(), request.getAppId(), security);
        return SetApplicationClientSecurityResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .build();
    }

    private ResetApplicationClientSecurityResponse reset(Call call, ResetApplicationClientSecurityRequest request) {
        Stored<App> changed = change(call, request.getProjectId(), request.getAppId(), null);
        return ResetApplicationClientSecurityResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .build();
    }

    /** @param security null to reset it */
    private Stored<App> change(Call call, String project, String id, @Nullable ClientSecurity security) {
        String algorithm = algorithm(call);
        return store.write(tx -> {
            Stored<App> app = apps.existing(tx.sql(), call, project, id);
            App.Oidc oidc = Apps.requireOidc(app.state());
            if (security != null && security.isFapi()) {
                Fapi.require(Fapi.missing(oidc, algorithm));
            }
            return Apps.secure(tx, app, call.actor(), security);
        });
    }

    private GetDefaultClientSecurityResponse getDefault(Call call, GetDefaultClientSecurityRequest request) {
        return GetDefaultClientSecurityResponse.newBuilder()
                .setClientSecurity(message(store.read(sql -> ClientSecurityDefaults.read(sql, call.instanceId()))))
                .build();
    }

    /** Applications that can't follow a profile get no tokens until they can, or have something of their own. */
    private SetDefaultClientSecurityResponse setDefault(Call call, SetDefaultClientSecurityRequest request) {
        ClientSecurity security = security(request.getClientSecurity());
        if (security.isFapi()) {
            Fapi.require(Fapi.missing(algorithm(call)));
        }
        Stored<ClientSecurity> changed =
                store.write(tx -> ClientSecurityDefaults.set(tx, call.instanceId(), call.actor(), security));
        return SetDefaultClientSecurityResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .build();
    }

    private static ClientSecurity security(dev.ostiary.api.openid.v1.ClientSecurity message) {
        return new ClientSecurity(
                message.getRequirePkce(),
                message.getRequirePushedAuthorizationRequests(),
                message.getRequireDpop(),
                AppConfigs.choice(ClientSecurity.Profile.values(), message.getProfileValue()));
    }

    private static dev.ostiary.api.openid.v1.ClientSecurity message(ClientSecurity security) {
        return dev.ostiary.api.openid.v1.ClientSecurity.newBuilder()
                .setRequirePkce(security.requirePkce())
                .setRequirePushedAuthorizationRequests(security.requirePushedRequests())
                .setRequireDpop(security.requireDpop())
                .setProfile(
                        switch (security.profile()) {
                            case NONE -> Profile.PROFILE_NONE;
                            case FAPI_2_0_SECURITY -> Profile.PROFILE_FAPI_2_0_SECURITY;
                        })
                .build();
    }
}
