package dev.ostiary.app;

import com.google.protobuf.Duration;
import dev.ostiary.api.app.v1.APIConfig;
import dev.ostiary.api.app.v1.AppState;
import dev.ostiary.api.app.v1.LoginV1;
import dev.ostiary.api.app.v1.LoginV2;
import dev.ostiary.api.app.v1.LoginVersion;
import dev.ostiary.api.app.v1.OIDCConfig;
import dev.ostiary.api.v1.LocalizedMessage;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;
import java.util.List;

/** An application as the contract's message. */
final class AppMessage {
    private AppMessage() {}

    static dev.ostiary.api.app.v1.App of(Stored<App> stored) {
        dev.ostiary.api.app.v1.App.Builder message = dev.ostiary.api.app.v1.App.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .setState(state(stored.state().state()))
                .setName(stored.state().name());
        return switch (stored.state().config()) {
            case App.Oidc oidc -> message.setOidcConfig(oidc(oidc)).build();
            case App.Api api ->
                message.setApiConfig(APIConfig.newBuilder()
                                .setClientId(api.clientId())
                                .setAuthMethodTypeValue(api.authMethod().ordinal()))
                        .build();
        };
    }

    private static AppState state(App.State state) {
        return switch (state) {
            case ACTIVE -> AppState.APP_STATE_ACTIVE;
            case INACTIVE -> AppState.APP_STATE_INACTIVE;
        };
    }

    private static OIDCConfig oidc(App.Oidc oidc) {
        List<String> problems = Compliance.problems(oidc);
        return OIDCConfig.newBuilder()
                .addAllRedirectUris(oidc.redirectUris())
                .addAllResponseTypesValue(
                        oidc.responseTypes().stream().map(Enum::ordinal).toList())
                .addAllGrantTypesValue(
                        oidc.grantTypes().stream().map(Enum::ordinal).toList())
                .setAppTypeValue(oidc.type().ordinal())
                .setClientId(oidc.clientId())
                .setAuthMethodTypeValue(oidc.authMethod().ordinal())
                .addAllPostLogoutRedirectUris(oidc.postLogoutRedirectUris())
                .setNoneCompliant(!problems.isEmpty())
                .addAllComplianceProblems(localized(problems))
                .setDevMode(oidc.devMode())
                .setAccessTokenTypeValue(oidc.accessTokenType().ordinal())
                .setAccessTokenRoleAssertion(oidc.accessTokenRoleAssertion())
                .setIdTokenRoleAssertion(oidc.idTokenRoleAssertion())
                .setIdTokenUserinfoAssertion(oidc.idTokenUserinfoAssertion())
                .setClockSkew(Duration.newBuilder()
                        .setSeconds(oidc.clockSkew().toSeconds())
                        .setNanos(oidc.clockSkew().toNanosPart()))
                .addAllAdditionalOrigins(oidc.additionalOrigins())
                .addAllAllowedOrigins(oidc.allowedOrigins())
                .setSkipNativeAppSuccessPage(oidc.skipNativeAppSuccessPage())
                .setBackChannelLogoutUri(oidc.backChannelLogoutUri())
                .setLoginVersion(loginVersion(oidc.loginVersion()))
                .build();
    }

    private static LoginVersion loginVersion(App.LoginVersion version) {
        LoginVersion.Builder message = LoginVersion.newBuilder();
        return switch (version.choice()) {
            case UNSPECIFIED -> message.build();
            case V1 -> message.setLoginV1(LoginV1.getDefaultInstance()).build();
            case V2 -> {
                LoginV2.Builder v2 = LoginV2.newBuilder();
                if (version.baseUri() != null) {
                    v2.setBaseUri(version.baseUri());
                }
                yield message.setLoginV2(v2).build();
            }
        };
    }

    static List<LocalizedMessage> localized(List<String> keys) {
        return keys.stream()
                .map(key -> LocalizedMessage.newBuilder().setKey(key).build())
                .toList();
    }
}
