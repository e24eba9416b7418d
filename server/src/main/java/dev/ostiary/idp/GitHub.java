package dev.ostiary.idp;

import java.util.List;

/** GitHub: OAuth 2.0 at github.com. */
public record GitHub(String clientId, List<String> scopes) implements Config.OAuth2 {
    public GitHub {
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.GITHUB;
    }

    @Override
    public String issuer() {
        return "https://github.com";
    }

    @Override
    public void check(Checks checks) {
        checks.text(clientId, ErrorIds.of("Jdsgf", "fdh5z"));
        checks.secret("dsgz3");
    }
}
