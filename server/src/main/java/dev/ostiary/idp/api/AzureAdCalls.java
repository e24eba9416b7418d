package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddAzureADProviderRequest;
import dev.ostiary.api.admin.v1.AddAzureADProviderResponse;
import dev.ostiary.api.admin.v1.UpdateAzureADProviderRequest;
import dev.ostiary.api.admin.v1.UpdateAzureADProviderResponse;
import dev.ostiary.api.idp.v1.AzureADConfig;
import dev.ostiary.api.idp.v1.AzureADTenant;
import dev.ostiary.api.idp.v1.AzureADTenantType;
import dev.ostiary.idp.AzureAd;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of Entra ID. */
final class AzureAdCalls {
    private AzureAdCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddAzureADProvider",
                new Messages<>(
                        AddAzureADProviderRequest.getDefaultInstance(),
                        AddAzureADProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddAzureADProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddAzureADProviderResponse.getDefaultInstance()),
                AzureAdCalls::draft);
        calls.update(
                "UpdateAzureADProvider",
                new Messages<>(
                        UpdateAzureADProviderRequest.getDefaultInstance(),
                        UpdateAzureADProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateAzureADProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateAzureADProviderResponse.getDefaultInstance()),
                UpdateAzureADProviderRequest::getId,
                AzureAdCalls::draft);
    }

    static Draft draft(AddAzureADProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new AzureAd(
                        request.getClientId(),
                        tenant(request.getTenant()),
                        request.getEmailVerified(),
                        request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateAzureADProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new AzureAd(
                        request.getClientId(),
                        tenant(request.getTenant()),
                        request.getEmailVerified(),
                        request.getScopesList()),
                request.getClientSecret());
    }

    static AzureADConfig message(AzureAd config) {
        return AzureADConfig.newBuilder()
                .setClientId(config.clientId())
                .setTenant(tenant(config.tenant()))
                .setEmailVerified(config.emailVerified())
                .addAllScopes(config.scopes())
                .build();
    }

    private static String tenant(AzureADTenant message) {
        return switch (message.getTypeCase()) {
            case TENANT_ID -> message.getTenantId();
            case TENANT_TYPE ->
                switch (message.getTenantType()) {
                    case AZURE_AD_TENANT_TYPE_ORGANISATIONS -> AzureAd.ORGANIZATIONS;
                    case AZURE_AD_TENANT_TYPE_CONSUMERS -> AzureAd.CONSUMERS;
                    case AZURE_AD_TENANT_TYPE_COMMON, UNRECOGNIZED -> AzureAd.COMMON;
                };
            case TYPE_NOT_SET -> AzureAd.COMMON;
        };
    }

    private static AzureADTenant.Builder tenant(String tenant) {
        AzureADTenant.Builder message = AzureADTenant.newBuilder();
        return switch (tenant) {
            case AzureAd.COMMON -> message.setTenantType(AzureADTenantType.AZURE_AD_TENANT_TYPE_COMMON);
            case AzureAd.ORGANIZATIONS -> message.setTenantType(AzureADTenantType.AZURE_AD_TENANT_TYPE_ORGANISATIONS);
            case AzureAd.CONSUMERS -> message.setTenantType(AzureADTenantType.AZURE_AD_TENANT_TYPE_CONSUMERS);
            default -> message.setTenantId(tenant);
        };
    }
}
