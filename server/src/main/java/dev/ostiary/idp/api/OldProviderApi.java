package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddJWTIDPRequest;
import dev.ostiary.api.admin.v1.AddJWTIDPResponse;
import dev.ostiary.api.admin.v1.AddOIDCIDPRequest;
import dev.ostiary.api.admin.v1.AddOIDCIDPResponse;
import dev.ostiary.api.admin.v1.DeactivateIDPRequest;
import dev.ostiary.api.admin.v1.DeactivateIDPResponse;
import dev.ostiary.api.admin.v1.GetIDPByIDRequest;
import dev.ostiary.api.admin.v1.GetIDPByIDResponse;
import dev.ostiary.api.admin.v1.ReactivateIDPRequest;
import dev.ostiary.api.admin.v1.ReactivateIDPResponse;
import dev.ostiary.api.admin.v1.RemoveIDPRequest;
import dev.ostiary.api.admin.v1.RemoveIDPResponse;
import dev.ostiary.api.admin.v1.UpdateIDPJWTConfigRequest;
import dev.ostiary.api.admin.v1.UpdateIDPJWTConfigResponse;
import dev.ostiary.api.admin.v1.UpdateIDPOIDCConfigRequest;
import dev.ostiary.api.admin.v1.UpdateIDPOIDCConfigResponse;
import dev.ostiary.api.admin.v1.UpdateIDPRequest;
import dev.ostiary.api.admin.v1.UpdateIDPResponse;
import dev.ostiary.api.idp.v1.IDPStylingType;
import dev.ostiary.api.idp.v1.OIDCMappingField;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.OldProviders;
import dev.ostiary.idp.OldSettings;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;

/** The contract's deprecated provider calls, mapped onto the same providers. */
public final class OldProviderApi {
    private static final OldSettings NO_MAPPING =
            new OldSettings(false, OldSettings.Claim.UNSPECIFIED, OldSettings.Claim.UNSPECIFIED);

    private final OldProviders providers;
    private final InstantSource clock;

    public OldProviderApi(OldProviders providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    public void register(Calls calls) {
        Twins twins = new Twins(calls);
        twins.on(
                "AddOIDCIDP",
                "AddOrgOIDCIDP",
                AddOIDCIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddOrgOIDCIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddOrgOIDCIDPResponse.getDefaultInstance(),
                this::addOidc);
        twins.on(
                "AddJWTIDP",
                "AddOrgJWTIDP",
                AddJWTIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddOrgJWTIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddOrgJWTIDPResponse.getDefaultInstance(),
                this::addJwt);
        twins.on(
                "UpdateIDP",
                "UpdateOrgIDP",
                UpdateIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateOrgIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateOrgIDPResponse.getDefaultInstance(),
                this::update);
        calls.on(
                "zitadel.admin.v1.AdminService/UpdateIDPOIDCConfig",
                UpdateIDPOIDCConfigRequest.getDefaultInstance(),
                this::updateOidcOfInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/UpdateOrgIDPOIDCConfig",
                dev.ostiary.api.management.v1.UpdateOrgIDPOIDCConfigRequest.getDefaultInstance(),
                this::updateOidcOfOrganization);
        twins.on(
                "UpdateIDPJWTConfig",
                "UpdateOrgIDPJWTConfig",
                UpdateIDPJWTConfigRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateOrgIDPJWTConfigRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateOrgIDPJWTConfigResponse.getDefaultInstance(),
                this::updateJwt);
        twins.on(
                "DeactivateIDP",
                "DeactivateOrgIDP",
                DeactivateIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.DeactivateOrgIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.DeactivateOrgIDPResponse.getDefaultInstance(),
                this::deactivate);
        twins.on(
                "ReactivateIDP",
                "ReactivateOrgIDP",
                ReactivateIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.ReactivateOrgIDPRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.ReactivateOrgIDPResponse.getDefaultInstance(),
                this::reactivate);
        calls.on(
                "zitadel.admin.v1.AdminService/RemoveIDP",
                RemoveIDPRequest.getDefaultInstance(),
                this::removeOfInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/RemoveOrgIDP",
                dev.ostiary.api.management.v1.RemoveOrgIDPRequest.getDefaultInstance(),
                this::removeOfOrganization);
        twins.on(
                "GetIDPByID",
                "GetOrgIDPByID",
                GetIDPByIDRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.GetOrgIDPByIDRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.GetOrgIDPByIDResponse.getDefaultInstance(),
                this::get);
        new OldProviderLists(providers, clock).register(calls);
    }

    private AddOIDCIDPResponse addOidc(Call call, Level level, AddOIDCIDPRequest request) {
        Oidc config = oidc(request.getIssuer(), request.getClientId(), request.getScopesList());
        Stored<IdentityProvider> added = providers.add(
                call,
                level,
                new Draft(
                        request.getName(),
                        OldProviders.options(request.getAutoRegister()),
                        config,
                        request.getClientSecret()),
                OldProviderMessage.settings(
                        request.getStylingType(), request.getDisplayNameMapping(), request.getUsernameMapping()));
        return AddOIDCIDPResponse.newBuilder()
                .setDetails(Details.created(added))
                .setIdpId(added.id())
                .build();
    }

    private AddJWTIDPResponse addJwt(Call call, Level level, AddJWTIDPRequest request) {
        Jwt config = new Jwt(
                request.getIssuer(), request.getJwtEndpoint(), request.getKeysEndpoint(), request.getHeaderName());
        Stored<IdentityProvider> added = providers.add(
                call,
                level,
                new Draft(request.getName(), OldProviders.options(request.getAutoRegister()), config, ""),
                OldProviderMessage.settings(
                        request.getStylingType(),
                        OIDCMappingField.OIDC_MAPPING_FIELD_UNSPECIFIED,
                        OIDCMappingField.OIDC_MAPPING_FIELD_UNSPECIFIED));
        return AddJWTIDPResponse.newBuilder()
                .setDetails(Details.created(added))
                .setIdpId(added.id())
                .build();
    }

    private static Oidc oidc(String issuer, String clientId, List<String> scopes) {
        return new Oidc(issuer, clientId, scopes, false, false);
    }

    private UpdateIDPResponse update(Call call, Level level, UpdateIDPRequest request) {
        Stored<IdentityProvider> updated = providers.update(
                call,
                level,
                request.getIdpId(),
                request.getName(),
                OldProviderMessage.isGoogle(request.getStylingType()),
                request.getAutoRegister());
        return UpdateIDPResponse.newBuilder()
                .setDetails(Details.changed(updated))
                .build();
    }

    private UpdateIDPOIDCConfigResponse updateOidcOfInstance(Call call, UpdateIDPOIDCConfigRequest request) {
        Config config = oidc(request.getIssuer(), request.getClientId(), request.getScopesList());
        OldSettings mapping = mapping(request.getDisplayNameMapping(), request.getUsernameMapping());
        return UpdateIDPOIDCConfigResponse.newBuilder()
                .setDetails(Details.changed(providers.updateConfig(
                        call, Level.INSTANCE, request.getIdpId(), config, request.getClientSecret(), mapping)))
                .build();
    }

    /** The fields of this one are numbered otherwise than its twin's. */
    private dev.ostiary.api.management.v1.UpdateOrgIDPOIDCConfigResponse updateOidcOfOrganization(
            Call call, dev.ostiary.api.management.v1.UpdateOrgIDPOIDCConfigRequest request) {
        Config config = oidc(request.getIssuer(), request.getClientId(), request.getScopesList());
        OldSettings mapping = mapping(request.getDisplayNameMapping(), request.getUsernameMapping());
        return dev.ostiary.api.management.v1.UpdateOrgIDPOIDCConfigResponse.newBuilder()
                .setDetails(Details.changed(providers.updateConfig(
                        call, Level.ORGANIZATION, request.getIdpId(), config, request.getClientSecret(), mapping)))
                .build();
    }

    private static OldSettings mapping(OIDCMappingField displayName, OIDCMappingField userName) {
        return OldProviderMessage.settings(IDPStylingType.STYLING_TYPE_UNSPECIFIED, displayName, userName);
    }

    private UpdateIDPJWTConfigResponse updateJwt(Call call, Level level, UpdateIDPJWTConfigRequest request) {
        Jwt config = new Jwt(
                request.getIssuer(), request.getJwtEndpoint(), request.getKeysEndpoint(), request.getHeaderName());
        return UpdateIDPJWTConfigResponse.newBuilder()
                .setDetails(Details.changed(
                        providers.updateConfig(call, level, request.getIdpId(), config, "", NO_MAPPING)))
                .build();
    }

    private DeactivateIDPResponse deactivate(Call call, Level level, DeactivateIDPRequest request) {
        return DeactivateIDPResponse.newBuilder()
                .setDetails(Details.changed(providers.deactivate(call, level, request.getIdpId())))
                .build();
    }

    private ReactivateIDPResponse reactivate(Call call, Level level, ReactivateIDPRequest request) {
        return ReactivateIDPResponse.newBuilder()
                .setDetails(Details.changed(providers.reactivate(call, level, request.getIdpId())))
                .build();
    }

    private RemoveIDPResponse removeOfInstance(Call call, RemoveIDPRequest request) {
        return RemoveIDPResponse.newBuilder()
                .setDetails(Details.changed(providers.remove(call, Level.INSTANCE, request.getIdpId())))
                .build();
    }

    private dev.ostiary.api.management.v1.RemoveOrgIDPResponse removeOfOrganization(
            Call call, dev.ostiary.api.management.v1.RemoveOrgIDPRequest request) {
        providers.remove(call, Level.ORGANIZATION, request.getIdpId());
        return dev.ostiary.api.management.v1.RemoveOrgIDPResponse.getDefaultInstance();
    }

    private GetIDPByIDResponse get(Call call, Level level, GetIDPByIDRequest request) {
        return GetIDPByIDResponse.newBuilder()
                .setIdp(OldProviderMessage.of(providers.get(call, level, request.getId())))
                .build();
    }
}
