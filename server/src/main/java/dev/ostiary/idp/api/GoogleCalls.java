package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGoogleProviderRequest;
import dev.ostiary.api.admin.v1.AddGoogleProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGoogleProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGoogleProviderResponse;
import dev.ostiary.api.idp.v1.GoogleConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.Google;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of Google. */
final class GoogleCalls {
    private GoogleCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGoogleProvider",
                new Messages<>(
                        AddGoogleProviderRequest.getDefaultInstance(),
                        AddGoogleProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGoogleProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGoogleProviderResponse.getDefaultInstance()),
                GoogleCalls::draft);
        calls.update(
                "UpdateGoogleProvider",
                new Messages<>(
                        UpdateGoogleProviderRequest.getDefaultInstance(),
                        UpdateGoogleProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGoogleProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGoogleProviderResponse.getDefaultInstance()),
                UpdateGoogleProviderRequest::getId,
                GoogleCalls::draft);
    }

    static Draft draft(AddGoogleProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Google(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGoogleProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Google(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static GoogleConfig message(Google config) {
        return GoogleConfig.newBuilder()
                .setClientId(config.clientId())
                .addAllScopes(config.scopes())
                .build();
    }
}
