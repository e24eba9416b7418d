package dev.ostiary.policy;

import dev.ostiary.api.settings.v2.LoginSettings;
import dev.ostiary.api.settings.v2.PasskeysType;
import dev.ostiary.api.settings.v2.ResourceOwnerType;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.store.Stored;

/** A login policy as version 2 of the contract tells it. */
final class LoginSettingsMessage {
    private LoginSettingsMessage() {}

    static LoginSettings of(Stored<LoginPolicy> stored) {
        Settings settings = stored.state().settings();
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
                .setAllowDomainDiscovery(settings.allowDomainDiscovery())
                .setDisableLoginWithEmail(settings.disableLoginWithEmail())
                .setDisableLoginWithPhone(settings.disableLoginWithPhone())
                .setDefaultRedirectUri(settings.defaultRedirectUri())
                .setPasswordCheckLifetime(LoginPolicyMessage.duration(settings.passwordCheckLifetime()))
                .setExternalLoginCheckLifetime(LoginPolicyMessage.duration(settings.externalLoginCheckLifetime()))
                .setMfaInitSkipLifetime(LoginPolicyMessage.duration(settings.mfaInitSkipLifetime()))
                .setSecondFactorCheckLifetime(LoginPolicyMessage.duration(settings.secondFactorCheckLifetime()))
                .setMultiFactorCheckLifetime(LoginPolicyMessage.duration(settings.multiFactorCheckLifetime()))
                .addAllSecondFactorsValue(stored.state().secondFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .addAllMultiFactorsValue(stored.state().multiFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .setResourceOwnerType(
                        stored.stream().ownedByInstance()
                                ? ResourceOwnerType.RESOURCE_OWNER_TYPE_INSTANCE
                                : ResourceOwnerType.RESOURCE_OWNER_TYPE_ORG)
                .build();
    }
}
