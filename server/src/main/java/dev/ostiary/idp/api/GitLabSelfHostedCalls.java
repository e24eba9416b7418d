package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGitLabSelfHostedProviderRequest;
import dev.ostiary.api.admin.v1.AddGitLabSelfHostedProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGitLabSelfHostedProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGitLabSelfHostedProviderResponse;
import dev.ostiary.api.idp.v1.GitLabSelfHostedConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.GitLabSelfHosted;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of GitLab at one's own server. */
final class GitLabSelfHostedCalls {
    private GitLabSelfHostedCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGitLabSelfHostedProvider",
                new Messages<>(
                        AddGitLabSelfHostedProviderRequest.getDefaultInstance(),
                        AddGitLabSelfHostedProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitLabSelfHostedProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitLabSelfHostedProviderResponse.getDefaultInstance()),
                GitLabSelfHostedCalls::draft);
        calls.update(
                "UpdateGitLabSelfHostedProvider",
                new Messages<>(
                        UpdateGitLabSelfHostedProviderRequest.getDefaultInstance(),
                        UpdateGitLabSelfHostedProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitLabSelfHostedProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitLabSelfHostedProviderResponse.getDefaultInstance()),
                UpdateGitLabSelfHostedProviderRequest::getId,
                GitLabSelfHostedCalls::draft);
    }

    static Draft draft(AddGitLabSelfHostedProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitLabSelfHosted(request.getIssuer(), request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGitLabSelfHostedProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitLabSelfHosted(request.getIssuer(), request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static GitLabSelfHostedConfig message(GitLabSelfHosted config) {
        return GitLabSelfHostedConfig.newBuilder()
                .setIssuer(config.issuer())
                .setClientId(config.clientId())
                .addAllScopes(config.scopes())
                .build();
    }
}
