package dev.ostiary.idp;

import java.util.List;

/** GitHub Enterprise Server: GitHub's OAuth 2.0 at endpoints of an organization's own. */
public record GitHubEnterprise(
        String clientId, String authorizationEndpoint, String tokenEndpoint, String userEndpoint, List<String> scopes)
        implements Config.OAuth2 {
    public GitHubEnterprise {
        clientId = clientId.strip();
        authorizationEndpoint = authorizationEndpoint.strip();
        tokenEndpoint = tokenEndpoint.strip();
        userEndpoint = userEndpoint.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.GITHUB_ENTERPRISE;
    }

    @Override
    public String issuer() {
        return userEndpoint;
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("Dg4td", "shj42"));
        checks.text(clientId, ErrorIds.of("dgj53", "sdh73"));
        checks.secret("Ghjjs");
        checks.endpoint(authorizationEndpoint, ErrorIds.of("sani2", "acx2w"));
        checks.endpoint(tokenEndpoint, ErrorIds.of("agj42", "dgj6q"));
        checks.endpoint(userEndpoint, ErrorIds.of("sd5hn", "ybj62"));
    }
}
