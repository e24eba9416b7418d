package dev.ostiary.federation.headless;

import dev.ostiary.api.idp.v2.AutoLinkingOption;
import dev.ostiary.api.idp.v2.Options;
import dev.ostiary.api.object.v2.ListDetails;
import dev.ostiary.api.settings.v2.GetActiveIdentityProvidersRequest;
import dev.ostiary.api.settings.v2.GetActiveIdentityProvidersResponse;
import dev.ostiary.api.settings.v2.IdentityProviderType;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Kind;
import dev.ostiary.policy.Concerned;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;

/** The call that tells a sign-in page of somebody else's which providers to offer. */
public final class ActiveProvidersApi {
    private final Store store;
    private final LoginPolicies policies;
    private final IdentityProviders providers;
    private final Permissions permissions;
    private final InstantSource clock;

    public ActiveProvidersApi(
            Store store,
            LoginPolicies policies,
            IdentityProviders providers,
            Permissions permissions,
            InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.providers = providers;
        this.permissions = permissions;
        this.clock = clock;
    }

    public void register(Calls calls) {
        calls.on(
                "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders",
                GetActiveIdentityProvidersRequest.getDefaultInstance(),
                this::list);
    }

    /** Those that our own pages would offer, in the order of the login policy. */
    private GetActiveIdentityProvidersResponse list(Call call, GetActiveIdentityProvidersRequest request) {
        String organization = Concerned.organization(call, permissions, request.getCtx());
        List<Stored<IdentityProvider>> offered = store.read(sql ->
                policies.effective(sql, call.instanceId(), organization).state().offeredIdps().stream()
                        .flatMap(id -> providers.find(sql, call.instanceId(), id).stream())
                        .filter(idp -> idp.state().active())
                        .filter(idp -> fits(request, idp.state().options()))
                        .toList());
        return GetActiveIdentityProvidersResponse.newBuilder()
                .setDetails(ListDetails.newBuilder()
                        .setTotalResult(offered.size())
                        .setTimestamp(Details.timestamp(clock.instant())))
                .addAllIdentityProviders(
                        offered.stream().map(ActiveProvidersApi::message).toList())
                .build();
    }

    private static boolean fits(GetActiveIdentityProvidersRequest wanted, IdentityProvider.Options options) {
        return (!wanted.hasCreationAllowed() || wanted.getCreationAllowed() == options.creationAllowed())
                && (!wanted.hasLinkingAllowed() || wanted.getLinkingAllowed() == options.linkingAllowed())
                && (!wanted.hasAutoCreation() || wanted.getAutoCreation() == options.autoCreation())
                && (!wanted.hasAutoLinking() || wanted.getAutoLinking() == (options.autoLinking() != AutoLinking.NONE));
    }

    private static dev.ostiary.api.settings.v2.IdentityProvider message(Stored<IdentityProvider> idp) {
        IdentityProvider.Options options = idp.state().options();
        return dev.ostiary.api.settings.v2.IdentityProvider.newBuilder()
                .setId(idp.id())
                .setName(idp.state().displayName())
                .setType(type(idp.state().config().kind()))
                .setOptions(Options.newBuilder()
                        .setIsLinkingAllowed(options.linkingAllowed())
                        .setIsCreationAllowed(options.creationAllowed())
                        .setIsAutoCreation(options.autoCreation())
                        .setIsAutoUpdate(options.autoUpdate())
                        .setAutoLinking(
                                switch (options.autoLinking()) {
                                    case NONE -> AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED;
                                    case USERNAME -> AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME;
                                    case EMAIL -> AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL;
                                }))
                .build();
    }

    private static IdentityProviderType type(Kind kind) {
        return switch (kind) {
            case OIDC -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_OIDC;
            case OAUTH -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_OAUTH;
            case JWT -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_JWT;
            case AZURE_AD -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_AZURE_AD;
            case GITHUB -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_GITHUB;
            case GITHUB_ENTERPRISE -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_GITHUB_ES;
            case GITLAB -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_GITLAB;
            case GITLAB_SELF_HOSTED -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_GITLAB_SELF_HOSTED;
            case GOOGLE -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_GOOGLE;
            case LDAP -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_LDAP;
            case APPLE -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_APPLE;
            case SAML -> IdentityProviderType.IDENTITY_PROVIDER_TYPE_SAML;
        };
    }
}
