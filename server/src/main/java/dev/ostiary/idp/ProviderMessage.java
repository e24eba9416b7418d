package dev.ostiary.idp;

import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.GenericOIDCConfig;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPState;
import dev.ostiary.api.idp.v1.Provider;
import dev.ostiary.api.idp.v1.ProviderConfig;
import dev.ostiary.api.idp.v1.ProviderType;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Config;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;

/** A provider as the contract's message, and its options back. Secrets never leave. */
final class ProviderMessage {
    private ProviderMessage() {}

    static Provider of(Stored<IdentityProvider> stored) {
        Provider.Builder message = Provider.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .setState(IDPState.IDP_STATE_ACTIVE)
                .setName(stored.state().name())
                .setOwner(
                        stored.stream().ownedByInstance()
                                ? IDPOwnerType.IDP_OWNER_TYPE_SYSTEM
                                : IDPOwnerType.IDP_OWNER_TYPE_ORG);
        ProviderConfig.Builder config =
                ProviderConfig.newBuilder().setOptions(options(stored.state().options()));
        switch (stored.state().config()) {
            case Config.Oidc oidc -> {
                message.setType(ProviderType.PROVIDER_TYPE_OIDC);
                config.setOidc(GenericOIDCConfig.newBuilder()
                        .setIssuer(oidc.issuer())
                        .setClientId(oidc.clientId())
                        .addAllScopes(oidc.scopes())
                        .setIsIdTokenMapping(oidc.idTokenMapping())
                        .setUsePkce(oidc.usePkce()));
            }
        }
        return message.setConfig(config).build();
    }

    static Options options(dev.ostiary.api.idp.v1.Options message) {
        return new Options(
                message.getIsLinkingAllowed(),
                message.getIsCreationAllowed(),
                message.getIsAutoCreation(),
                message.getIsAutoUpdate(),
                switch (message.getAutoLinking()) {
                    case AUTO_LINKING_OPTION_USERNAME -> AutoLinking.USERNAME;
                    case AUTO_LINKING_OPTION_EMAIL -> AutoLinking.EMAIL;
                    case AUTO_LINKING_OPTION_UNSPECIFIED, UNRECOGNIZED -> AutoLinking.NONE;
                });
    }

    private static dev.ostiary.api.idp.v1.Options options(Options options) {
        return dev.ostiary.api.idp.v1.Options.newBuilder()
                .setIsLinkingAllowed(options.linkingAllowed())
                .setIsCreationAllowed(options.creationAllowed())
                .setIsAutoCreation(options.autoCreation())
                .setIsAutoUpdate(options.autoUpdate())
                .setAutoLinking(
                        switch (options.autoLinking()) {
                            case NONE -> AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED;
                            case USERNAME -> AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME;
                            case EMAIL -> AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL;
                        })
                .build();
    }
}
