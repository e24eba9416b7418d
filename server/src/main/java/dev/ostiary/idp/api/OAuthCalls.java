package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGenericOAuthProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOAuthProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGenericOAuthProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOAuthProviderResponse;
import dev.ostiary.api.idp.v1.OAuthConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.OAuth;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of Generic OAuth. */
final class OAuthCalls {
    private OAuthCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGenericOAuthProvider",
                new Messages<>(
                        AddGenericOAuthProviderRequest.getDefaultInstance(),
                        AddGenericOAuthProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGenericOAuthProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGenericOAuthProviderResponse.getDefaultInstance()),
                OAuthCalls::draft);
        calls.update(
                "UpdateGenericOAuthProvider",
                new Messages<>(
                        UpdateGenericOAuthProviderRequest.getDefaultInstance(),
                        UpdateGenericOAuthProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGenericOAuthProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGenericOAuthProviderResponse.getDefaultInstance()),
                UpdateGenericOAuthProviderRequest::getId,
                OAuthCalls::draft);
    }

    static Draft draft(AddGenericOAuthProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new OAuth(
                        request.getClientId(),
                        request.getAuthorizationEndpoint(),
                        request.getTokenEndpoint(),
                        request.getUserEndpoint(),
                        request.getScopesList(),
                        request.getIdAttribute(),
                        request.getUsePkce()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGenericOAuthProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new OAuth(
                        request.getClientId(),
                        request.getAuthorizationEndpoint(),
                        request.getTokenEndpoint(),
                        request.getUserEndpoint(),
                        request.getScopesList(),
                        request.getIdAttribute(),
                        request.getUsePkce()),
                request.getClientSecret());
    }

    static OAuthConfig message(OAuth config) {
        return OAuthConfig.newBuilder()
                .setClientId(config.clientId())
                .setAuthorizationEndpoint(config.authorizationEndpoint())
                .setTokenEndpoint(config.tokenEndpoint())
                .setUserEndpoint(config.userEndpoint())
                .addAllScopes(config.scopes())
                .setIdAttribute(config.idAttribute())
                .setUsePkce(config.usePkce())
                .build();
    }
}
