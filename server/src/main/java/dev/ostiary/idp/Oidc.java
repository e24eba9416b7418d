package dev.ostiary.idp;

import java.util.List;

/** Any OpenID Provider (OpenID Connect Core 1.0). */
public record Oidc(String issuer, String clientId, List<String> scopes, boolean idTokenMapping, boolean usePkce)
        implements Config.OpenId {
    public Oidc {
        issuer = issuer.strip();
        clientId = clientId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.OIDC;
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("Sgtj5", "Dvf4f"));
        checks.issuer(issuer, ErrorIds.of("Hz6zj", "BDfr3"));
        checks.text(clientId, ErrorIds.of("fb5jm", "Db3bs"));
        checks.secret("Sfdf4");
    }
}
