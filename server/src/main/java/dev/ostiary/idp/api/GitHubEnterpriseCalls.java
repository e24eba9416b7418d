package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGitHubEnterpriseServerProviderRequest;
import dev.ostiary.api.admin.v1.AddGitHubEnterpriseServerProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGitHubEnterpriseServerProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGitHubEnterpriseServerProviderResponse;
import dev.ostiary.api.idp.v1.GitHubEnterpriseServerConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.GitHubEnterprise;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of GitHub Enterprise Server. */
final class GitHubEnterpriseCalls {
    private GitHubEnterpriseCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGitHubEnterpriseServerProvider",
                new Messages<>(
                        AddGitHubEnterpriseServerProviderRequest.getDefaultInstance(),
                        AddGitHubEnterpriseServerProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitHubEnterpriseServerProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitHubEnterpriseServerProviderResponse.getDefaultInstance()),
                GitHubEnterpriseCalls::draft);
        calls.update(
                "UpdateGitHubEnterpriseServerProvider",
                new Messages<>(
                        UpdateGitHubEnterpriseServerProviderRequest.getDefaultInstance(),
                        UpdateGitHubEnterpriseServerProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitHubEnterpriseServerProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitHubEnterpriseServerProviderResponse
                                .getDefaultInstance()),
                UpdateGitHubEnterpriseServerProviderRequest::getId,
                GitHubEnterpriseCalls::draft);
    }

    static Draft draft(AddGitHubEnterpriseServerProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitHubEnterprise(
                        request.getClientId(),
                        request.getAuthorizationEndpoint(),
                        request.getTokenEndpoint(),
                        request.getUserEndpoint(),
                        request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGitHubEnterpriseServerProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitHubEnterprise(
                        request.getClientId(),
                        request.getAuthorizationEndpoint(),
                        request.getTokenEndpoint(),
                        request.getUserEndpoint(),
                        request.getScopesList()),
                request.getClientSecret());
    }

    static GitHubEnterpriseServerConfig message(GitHubEnterprise config) {
        return GitHubEnterpriseServerConfig.newBuilder()
                .setClientId(config.clientId())
                .setAuthorizationEndpoint(config.authorizationEndpoint())
                .setTokenEndpoint(config.tokenEndpoint())
                .setUserEndpoint(config.userEndpoint())
                .addAllScopes(config.scopes())
                .build();
    }
}
