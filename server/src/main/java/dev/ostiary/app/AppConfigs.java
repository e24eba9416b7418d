package dev.ostiary.app;

import dev.ostiary.api.app.v1.LoginVersion;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigRequest;
import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.LoginVersion.Choice;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.App.TokenType;
import dev.ostiary.app.App.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations of applications, as the contract's requests have them. */
final class AppConfigs {
    private AppConfigs() {}

    static App.Oidc of(AddOIDCAppRequest request, String clientId, @Nullable String secretHash) {
        return new App.Oidc(
                clientId,
                secretHash,
                request.getRedirectUrisList(),
                choices(ResponseType.values(), request.getResponseTypesValueList()),
                choices(GrantType.values(), request.getGrantTypesValueList()),
                choice(Type.values(), request.getAppTypeValue()),
                choice(AuthMethod.values(), request.getAuthMethodTypeValue()),
                request.getPostLogoutRedirectUrisList(),
                request.getDevMode(),
                choice(TokenType.values(), request.getAccessTokenTypeValue()),
                request.getAccessTokenRoleAssertion(),
                request.getIdTokenRoleAssertion(),
                request.getIdTokenUserinfoAssertion(),
                duration(request.getClockSkew()),
                request.getAdditionalOriginsList(),
                request.getSkipNativeAppSuccessPage(),
                request.getBackChannelLogoutUri(),
                loginVersion(request.getLoginVersion()));
    }

    /** @param before keeps its client id, and its secret where the new configuration still has one */
    static App.Oidc of(UpdateOIDCAppConfigRequest request, App.Oidc before) {
        AuthMethod method = choice(AuthMethod.values(), request.getAuthMethodTypeValue());
        return new App.Oidc(
                before.clientId(),
                method.hasSecret() ? before.secretHash() : null,
                request.getRedirectUrisList(),
                choices(ResponseType.values(), request.getResponseTypesValueList()),
                choices(GrantType.values(), request.getGrantTypesValueList()),
                choice(Type.values(), request.getAppTypeValue()),
                method,
                request.getPostLogoutRedirectUrisList(),
                request.getDevMode(),
                choice(TokenType.values(), request.getAccessTokenTypeValue()),
                request.getAccessTokenRoleAssertion(),
                request.getIdTokenRoleAssertion(),
                request.getIdTokenUserinfoAssertion(),
                duration(request.getClockSkew()),
                request.getAdditionalOriginsList(),
                request.getSkipNativeAppSuccessPage(),
                request.getBackChannelLogoutUri(),
                loginVersion(request.getLoginVersion()));
    }

    private static Duration duration(com.google.protobuf.Duration message) {
        return Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }

    private static App.LoginVersion loginVersion(LoginVersion message) {
        return switch (message.getVersionCase()) {
            case LOGIN_V1 -> new App.LoginVersion(Choice.V1, null);
            case LOGIN_V2 ->
                new App.LoginVersion(
                        Choice.V2,
                        message.getLoginV2().hasBaseUri() ? message.getLoginV2().getBaseUri() : null);
            case VERSION_NOT_SET -> new App.LoginVersion(Choice.UNSPECIFIED, null);
        };
    }

    private static <T> List<T> choices(T[] values, List<Integer> numbers) {
        return numbers.stream().map(number -> choice(values, number)).toList();
    }

    static <T> T choice(T[] values, int number) {
        if (number < 0 || number >= values.length) {
            throw AppRules.invalid();
        }
        return values[number];
    }
}
