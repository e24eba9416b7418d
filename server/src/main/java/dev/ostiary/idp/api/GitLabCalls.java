package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.AddGitLabProviderRequest;
import dev.ostiary.api.admin.v1.AddGitLabProviderResponse;
import dev.ostiary.api.admin.v1.UpdateGitLabProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGitLabProviderResponse;
import dev.ostiary.api.idp.v1.GitLabConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.GitLab;
import dev.ostiary.idp.api.KindCalls.Messages;

/** The messages of GitLab. */
final class GitLabCalls {
    private GitLabCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddGitLabProvider",
                new Messages<>(
                        AddGitLabProviderRequest.getDefaultInstance(),
                        AddGitLabProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitLabProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddGitLabProviderResponse.getDefaultInstance()),
                GitLabCalls::draft);
        calls.update(
                "UpdateGitLabProvider",
                new Messages<>(
                        UpdateGitLabProviderRequest.getDefaultInstance(),
                        UpdateGitLabProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitLabProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateGitLabProviderResponse.getDefaultInstance()),
                UpdateGitLabProviderRequest::getId,
                GitLabCalls::draft);
    }

    static Draft draft(AddGitLabProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitLab(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static Draft draft(UpdateGitLabProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new GitLab(request.getClientId(), request.getScopesList()),
                request.getClientSecret());
    }

    static GitLabConfig message(GitLab config) {
        return GitLabConfig.newBuilder()
                .setClientId(config.clientId())
                .addAllScopes(config.scopes())
                .build();
    }
}
