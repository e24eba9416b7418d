package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddAppleProviderRequest;
import dev.ostiary.api.admin.v1.AddAppleProviderResponse;
import dev.ostiary.api.admin.v1.UpdateAppleProviderRequest;
import dev.ostiary.api.admin.v1.UpdateAppleProviderResponse;
import dev.ostiary.api.idp.v1.AppleConfig;
import dev.ostiary.idp.Apple;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.api.KindCalls.Messages;
import java.nio.charset.StandardCharsets;

/** The messages of Sign in with Apple. */
final class AppleCalls {
    private AppleCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddAppleProvider",
                new Messages<>(
                        AddAppleProviderRequest.getDefaultInstance(),
                        AddAppleProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddAppleProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddAppleProviderResponse.getDefaultInstance()),
                AppleCalls::draft);
        calls.update(
                "UpdateAppleProvider",
                new Messages<>(
                        UpdateAppleProviderRequest.getDefaultInstance(),
                        UpdateAppleProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateAppleProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateAppleProviderResponse.getDefaultInstance()),
                UpdateAppleProviderRequest::getId,
                AppleCalls::draft);
    }

    static Draft draft(AddAppleProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Apple(request.getClientId(), request.getTeamId(), request.getKeyId(), request.getScopesList()),
                request.getPrivateKey().toString(StandardCharsets.ISO_8859_1));
    }

    static Draft draft(UpdateAppleProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Apple(request.getClientId(), request.getTeamId(), request.getKeyId(), request.getScopesList()),
                request.getPrivateKey().toString(StandardCharsets.ISO_8859_1));
    }

    static AppleConfig message(Apple config) {
        return AppleConfig.newBuilder()
                .setClientId(config.clientId())
                .setTeamId(config.teamId())
                .setKeyId(config.keyId())
                .addAllScopes(config.scopes())
                .build();
    }
}
