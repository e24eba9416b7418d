package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderResponse;
import dev.ostiary.api.idp.v1.GenericOIDCConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of Generic OIDC. */
final class OidcCalls {
    private OidcCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGenericOIDCProvider",
                new Messages<>(
                        AddGenericOIDCProviderRequest.getDefaultInstance(),
                        AddGenericOIDCProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGenericOIDCProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGenericOIDCProviderResponse.getDefaultInstance()),
                OidcCalls::draft);
        calls.update(
                "UpdateGenericOIDCProvider",
                new Messages<>(
                        UpdateGenericOIDCProviderRequest.getDefaultInstance(),
                        UpdateGenericOIDCProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGenericOIDCProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGenericOIDCProviderResponse.getDefaultInstance()),
                UpdateGenericOIDCProviderRequest::getId,
                OidcCalls::draft);
    }

    static Draft draft(AddGenericOIDCProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Oidc(
                        request.getIssuer(),
                        request.getClientId(),
                        request.getScopesList(),
                        request.getIsIdTokenMapping(),
                        request.getUsePkce()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGenericOIDCProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Oidc(
                        request.getIssuer(),
                        request.getClientId(),
                        request.getScopesList(),
                        request.getIsIdTokenMapping(),
                        request.getUsePkce()),
                request.getClientSecret());
    }

    static GenericOIDCConfig message(Oidc config) {
        return GenericOIDCConfig.newBuilder()
                .setIssuer(config.issuer())
                .setClientId(config.clientId())
                .addAllScopes(config.scopes())
                .setIsIdTokenMapping(config.idTokenMapping())
                .setUsePkce(config.usePkce())
                .build();
    }
}
