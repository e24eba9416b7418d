package dev.ostiary.idp;

import java.util.List;

/** Google: OpenID Connect at accounts.google.com. */
public record Google(String clientId, List<String> scopes) implements Config.OpenId {
    /** Google knows no scope for phone numbers. */
    private static final List<String> DEFAULT_SCOPES = List.of("openid", "profile", "email");

    public Google {
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.GOOGLE;
    }

    @Override
    public String issuer() {
        return "https://accounts.google.com";
    }

    @Override
    public List<String> defaultScopes() {
        return DEFAULT_SCOPES;
    }

    @Override
    public boolean emailIsUserName() {
        return true;
    }

    @Override
    public void check(Checks checks) {
        checks.text(clientId, ErrorIds.of("D3fvs", "ds432"));
        checks.secret("W2vqs");
    }
}
