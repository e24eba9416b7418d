package dev.ostiary.policy;

import com.google.protobuf.Duration;
import dev.ostiary.api.idp.v1.IDPLoginPolicyLink;
import dev.ostiary.api.idp.v1.IDPType;
import dev.ostiary.api.policy.v1.MultiFactorType;
import dev.ostiary.api.policy.v1.PasswordlessType;
import dev.ostiary.api.policy.v1.SecondFactorType;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.policy.LoginPolicy.MultiFactor;
import dev.ostiary.policy.LoginPolicy.SecondFactor;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import java.util.List;

/** A login policy as the contract's message, and its settings back. */
final class LoginPolicyMessage {
    private LoginPolicyMessage() {}

    static dev.ostiary.api.policy.v1.LoginPolicy of(Stored<LoginPolicy> stored, List<IDPLoginPolicyLink> idps) {
        Settings settings = stored.state().settings();
        return dev.ostiary.api.policy.v1.LoginPolicy.newBuilder()
                .setDetails(Details.read(stored))
                .setIsDefault(stored.stream().ownedByInstance())
                .setAllowUsernamePassword(settings.allowUsernamePassword())
                .setAllowRegister(settings.allowRegister())
                .setAllowExternalIdp(settings.allowExternalIdp())
                .setForceMfa(settings.forceMfa())
                .setForceMfaLocalOnly(settings.forceMfaLocalOnly())
                .setPasswordlessType(
                        settings.passwordlessAllowed()
                                ? PasswordlessType.PASSWORDLESS_TYPE_ALLOWED
                                : PasswordlessType.PASSWORDLESS_TYPE_NOT_ALLOWED)
                .setHidePasswordReset(settings.hidePasswordReset())
                .setIgnoreUnknownUsernames(settings.ignoreUnknownUsernames())
                .setAllowDomainDiscovery(settings.allowDomainDiscovery())
                .setDisableLoginWithEmail(settings.disableLoginWithEmail())
                .setDisableLoginWithPhone(settings.disableLoginWithPhone())
                .setDefaultRedirectUri(settings.defaultRedirectUri())
                .setPasswordCheckLifetime(duration(settings.passwordCheckLifetime()))
                .setExternalLoginCheckLifetime(duration(settings.externalLoginCheckLifetime()))
                .setMfaInitSkipLifetime(duration(settings.mfaInitSkipLifetime()))
                .setSecondFactorCheckLifetime(duration(settings.secondFactorCheckLifetime()))
                .setMultiFactorCheckLifetime(duration(settings.multiFactorCheckLifetime()))
                .addAllSecondFactorsValue(stored.state().secondFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .addAllMultiFactorsValue(stored.state().multiFactors().stream()
                        .map(factor -> factor.ordinal() + 1)
                        .toList())
                .addAllIdps(idps)
                .build();
    }

    /** The contract's list of links knows two types of provider; every other reads as unspecified. */
    static IDPLoginPolicyLink link(Stored<IdentityProvider> provider) {
        return IDPLoginPolicyLink.newBuilder()
                .setIdpId(provider.id())
                .setIdpName(provider.state().name())
                .setIdpType(
                        switch (provider.state().config().kind()) {
                            case OIDC -> IDPType.IDP_TYPE_OIDC;
                            case JWT -> IDPType.IDP_TYPE_JWT;
                            default -> IDPType.IDP_TYPE_UNSPECIFIED;
                        })
                .build();
    }

    static SecondFactor secondFactor(SecondFactorType type) {
        return switch (type) {
            case SECOND_FACTOR_TYPE_OTP -> SecondFactor.OTP;
            case SECOND_FACTOR_TYPE_U2F -> SecondFactor.U2F;
            case SECOND_FACTOR_TYPE_OTP_EMAIL -> SecondFactor.OTP_EMAIL;
            case SECOND_FACTOR_TYPE_OTP_SMS -> SecondFactor.OTP_SMS;
            case SECOND_FACTOR_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.invalid("Org-SFeea", "Errors.Org.LoginPolicy.MFA.Unspecified");
        };
    }

    static MultiFactor multiFactor(MultiFactorType type) {
        return switch (type) {
            case MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION -> MultiFactor.U2F_WITH_VERIFICATION;
            case MULTI_FACTOR_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.invalid("Org-WSfrg", "Errors.Org.LoginPolicy.MFA.Unspecified");
        };
    }

    static java.time.Duration duration(Duration message) {
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }

    static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }
}
