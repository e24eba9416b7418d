package dev.ostiary.idp.api;

import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPState;
import dev.ostiary.api.idp.v1.Provider;
import dev.ostiary.api.idp.v1.ProviderConfig;
import dev.ostiary.api.idp.v1.ProviderType;
import dev.ostiary.idp.Apple;
import dev.ostiary.idp.AzureAd;
import dev.ostiary.idp.GitHub;
import dev.ostiary.idp.GitHubEnterprise;
import dev.ostiary.idp.GitLab;
import dev.ostiary.idp.GitLabSelfHosted;
import dev.ostiary.idp.Google;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Kind;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.OAuth;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.Saml;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;

/** A provider as the contract's message, and its options back. Secrets never leave. */
final class ProviderMessage {
    private ProviderMessage() {}

    static Provider of(Stored<IdentityProvider> stored) {
        return Provider.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .setState(stored.state().active() ? IDPState.IDP_STATE_ACTIVE : IDPState.IDP_STATE_INACTIVE)
                .setName(stored.state().name())
                .setOwner(
                        stored.stream().ownedByInstance()
                                ? IDPOwnerType.IDP_OWNER_TYPE_SYSTEM
                                : IDPOwnerType.IDP_OWNER_TYPE_ORG)
                .setType(type(stored.state().config().kind()))
                .setConfig(config(stored.state()))
                .build();
    }

    private static ProviderType type(Kind kind) {
        return switch (kind) {
            case OIDC -> ProviderType.PROVIDER_TYPE_OIDC;
            case OAUTH -> ProviderType.PROVIDER_TYPE_OAUTH;
            case JWT -> ProviderType.PROVIDER_TYPE_JWT;
            case AZURE_AD -> ProviderType.PROVIDER_TYPE_AZURE_AD;
            case GITHUB -> ProviderType.PROVIDER_TYPE_GITHUB;
            case GITHUB_ENTERPRISE -> ProviderType.PROVIDER_TYPE_GITHUB_ES;
            case GITLAB -> ProviderType.PROVIDER_TYPE_GITLAB;
            case GITLAB_SELF_HOSTED -> ProviderType.PROVIDER_TYPE_GITLAB_SELF_HOSTED;
            case GOOGLE -> ProviderType.PROVIDER_TYPE_GOOGLE;
            case LDAP -> ProviderType.PROVIDER_TYPE_LDAP;
            case APPLE -> ProviderType.PROVIDER_TYPE_APPLE;
            case SAML -> ProviderType.PROVIDER_TYPE_SAML;
        };
    }

    static ProviderConfig config(IdentityProvider provider) {
        ProviderConfig.Builder config = ProviderConfig.newBuilder().setOptions(options(provider.options()));
        switch (provider.config()) {
            case Oidc oidc -> config.setOidc(OidcCalls.message(oidc));
            case OAuth oauth -> config.setOauth(OAuthCalls.message(oauth));
            case Jwt jwt -> config.setJwt(JwtCalls.message(jwt));
            case AzureAd azure -> config.setAzureAd(AzureAdCalls.message(azure));
            case GitHub github -> config.setGithub(GitHubCalls.message(github));
            case GitHubEnterprise enterprise -> config.setGithubEs(GitHubEnterpriseCalls.message(enterprise));
            case GitLab gitlab -> config.setGitlab(GitLabCalls.message(gitlab));
            case GitLabSelfHosted own -> config.setGitlabSelfHosted(GitLabSelfHostedCalls.message(own));
            case Google google -> config.setGoogle(GoogleCalls.message(google));
            case Ldap ldap -> config.setLdap(LdapCalls.message(ldap));
            case Apple apple -> config.setApple(AppleCalls.message(apple));
            case Saml saml -> config.setSaml(SamlCalls.message(saml));
        }
        return config.build();
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
