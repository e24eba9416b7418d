package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGitHubProviderRequest;
import dev.ostiary.api.admin.v1.AddGitHubProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGitHubProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGitHubProviderResponse;
import dev.ostiary.api.idp.v1.GitHubConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.GitHub;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of GitHub. */
final class GitHubCalls {
    private GitHubCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGitHubProvider",
                new Messages<>(
                        AddGitHubProviderRequest.getDefaultInstance(),
                        AddGitHubProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitHubProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitHubProviderResponse.getDefaultInstance()),
                GitHubCalls::draft);
        calls.update(
                "UpdateGitHubProvider",
                new Messages<>(
                        UpdateGitHubProviderRequest.getDefaultInstance(),
                        UpdateGitHubProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitHubProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitHubProviderResponse.getDefaultInstance()),
                UpdateGitHubProviderRequest::getId,
                GitHubCalls::draft);
    }

    static Draft draft(AddGitHubProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitHub(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGitHubProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitHub(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static GitHubConfig message(GitHub config) {
        return GitHubConfig.newBuilder()
                .setClientId(config.clientId())
                .addAllScopes(config.scopes())
                .build();
    }
}
