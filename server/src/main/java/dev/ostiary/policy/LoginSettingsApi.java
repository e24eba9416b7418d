package dev.ostiary.policy;

import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.settings.v2.GetLoginSettingsRequest;
import dev.ostiary.api.settings.v2.GetLoginSettingsResponse;
import dev.ostiary.api.settings.v2.LoginSettings;
import dev.ostiary.api.settings.v2.PasskeysType;
import dev.ostiary.api.settings.v2.ResourceOwnerType;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;

/** The call that tells a sign-in page of somebody else's what the login policy allows. */
public final class LoginSettingsApi {
    private final Store store;
    private final LoginPolicies policies;
    private final Permissions permissions;

    public LoginSettingsApi(Store store, LoginPolicies policies, Permissions permissions) {
        this.store = store;
        this.policies = policies;
        this.permissions = permissions;
    }

    public void register(Calls calls) {
        calls.on(
                "zitadel.settings.v2.SettingsService/GetLoginSettings",
                GetLoginSettingsRequest.getDefaultInstance(),
                this::get);
    }

    private GetLoginSettingsResponse get(Call call, GetLoginSettingsRequest request) {
        String organization = Concerned.organization(call, permissions, request.getCtx());
        Stored<LoginPolicy> policy = store.read(sql -> policies.effective(sql, call.instanceId(), organization));
        return GetLoginSettingsResponse.newBuilder()
                .setDetails(Details.newBuilder()
                        .setSequence(policy.revision().version())
                        .setCreationDate(dev.ostiary.rpc.Details.timestamp(
                                policy.revision().createdAt()))
                        .setChangeDate(dev.ostiary.rpc.Details.timestamp(
                                policy.revision().changedAt()))
                        .setResourceOwner(policy.owner()))
                .setSettings(message(policy))
                .build();
    }

    private static LoginSettings message(Stored<LoginPolicy> policy) {
        Settings settings = policy.state().settings();
        return LoginSettings.newBuilder()
                .setAllowUsernamePassword(settings.allowUsernamePassword())
                .setAllowRegister(settings.allowRegister())
                .setAllowExternalIdp(settings.allowExternalIdp())
                .setForceMfa(settings.forceMfa())
                .setForceMfaLocalOnly(settings.forceMfaLocalOnly())
                .setPasskeysType(
                        settings.passwordlessAllowed()
                                ? PasskeysType.PASSKEYS_TYPE_ALLOWED
                                : PasskeysType.PASSKEYS_TYPE_NOT_ALLOWED)
                .setHidePasswordReset(settings.hidePasswordReset())
                .setIgnoreUnknownUsernames(settings.ignoreUnknownUsernames())
                .setDefaultRedirectUri(settings.defaultRedirectUri())
                .setPasswordCheckLifetime(LoginPolicyMessage.duration(settings.passwordCheckLifetime()))
                .setExternalLoginCheckLifetime(LoginPolicyMessage.duration(settings.externalLoginCheckLifetime()))
                .setMfaInitSkipLifetime(LoginPolicyMessage.duration(settings.mfaInitSkipLifetime()))
                .setSecondFactorCheckLifetime(LoginPolicyMessage.duration(settings.secondFactorCheckLifetime()))
                .setMultiFactorCheckLifetime(LoginPolicyMessage.duration(settings.multiFactorCheckLifetime()))
                .addAllSecondFactorsValue(policy.state().secondFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .addAllMultiFactorsValue(policy.state().multiFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .setAllowDomainDiscovery(settings.allowDomainDiscovery())
                .setDisableLoginWithEmail(settings.disableLoginWithEmail())
                .setDisableLoginWithPhone(settings.disableLoginWithPhone())
                .setResourceOwnerType(
                        policy.stream().ownedByInstance()
                                ? ResourceOwnerType.RESOURCE_OWNER_TYPE_INSTANCE
                                : ResourceOwnerType.RESOURCE_OWNER_TYPE_ORG)
                .build();
    }
}
