package dev.ostiary.idp;

import java.util.List;

/** GitLab's OpenID Connect at an organization's own server. */
public record GitLabSelfHosted(String issuer, String clientId, List<String> scopes) implements Config.OpenId {
    /** GitLab knows no scope for phone numbers. */
    static final List<String> DEFAULT_SCOPES = List.of("openid", "profile", "email");

    public GitLabSelfHosted {
        issuer = issuer.strip();
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.GITLAB_SELF_HOSTED;
    }

    @Override
    public List<String> defaultScopes() {
        return DEFAULT_SCOPES;
    }

    /** It would refuse to. */
    @Override
    public boolean accountChooser() {
        return false;
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("jw4ZT", "DG4H"));
        checks.issuer(issuer, ErrorIds.of("AST4S", "SD4eb"));
        checks.text(clientId, ErrorIds.of("DBZHJ", "GHWE3"));
        checks.secret("SDGJ4");
    }
}
