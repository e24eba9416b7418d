package dev.ostiary.idp;

import java.util.List;

/** GitLab: OpenID Connect at gitlab.com. */
public record GitLab(String clientId, List<String> scopes) implements Config.OpenId {
    public GitLab {
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.GITLAB;
    }

    @Override
    public String issuer() {
        return "https://gitlab.com";
    }

    @Override
    public List<String> defaultScopes() {
        return GitLabSelfHosted.DEFAULT_SCOPES;
    }

    /** It would refuse to. */
    @Override
    public boolean accountChooser() {
        return false;
    }

    @Override
    public void check(Checks checks) {
        checks.text(clientId, ErrorIds.of("adsg2", "D12t6"));
        checks.secret("GD1j2");
    }
}
