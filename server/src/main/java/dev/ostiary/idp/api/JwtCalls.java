package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddJWTProviderRequest;
import dev.ostiary.api.admin.v1.AddJWTProviderResponse;
import dev.ostiary.api.admin.v1.UpdateJWTProviderRequest;
import dev.ostiary.api.admin.v1.UpdateJWTProviderResponse;
import dev.ostiary.api.idp.v1.JWTConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of JWT. */
final class JwtCalls {
    private JwtCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddJWTProvider",
                new Messages<>(
                        AddJWTProviderRequest.getDefaultInstance(),
                        AddJWTProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddJWTProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddJWTProviderResponse.getDefaultInstance()),
                JwtCalls::draft);
        calls.update(
                "UpdateJWTProvider",
                new Messages<>(
                        UpdateJWTProviderRequest.getDefaultInstance(),
                        UpdateJWTProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateJWTProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateJWTProviderResponse.getDefaultInstance()),
                UpdateJWTProviderRequest::getId,
                JwtCalls::draft);
    }

    static Draft draft(AddJWTProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Jwt(
                        request.getIssuer(),
                        request.getJwtEndpoint(),
                        request.getKeysEndpoint(),
                        request.getHeaderName()),
                "");
    }

    static Draft draft(UpdateJWTProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Jwt(
                        request.getIssuer(),
                        request.getJwtEndpoint(),
                        request.getKeysEndpoint(),
                        request.getHeaderName()),
                "");
    }

    static JWTConfig message(Jwt config) {
        return JWTConfig.newBuilder()
                .setIssuer(config.issuer())
                .setJwtEndpoint(config.jwtEndpoint())
                .setKeysEndpoint(config.keysEndpoint())
                .setHeaderName(config.headerName())
                .build();
    }
}
