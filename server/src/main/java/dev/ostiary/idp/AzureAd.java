package dev.ostiary.idp;

import java.util.List;

/**
 * Microsoft Entra ID, formerly Azure AD.
 *
 * @param tenant {@code common}, {@code organizations}, {@code consumers}, or a directory's id or domain
 * @param emailVerified whether the directory's e-mail addresses count as verified: it doesn't say itself
 */
public record AzureAd(String clientId, String tenant, boolean emailVerified, List<String> scopes)
        implements Config.OAuth2 {
    public static final String COMMON = "common";
    public static final String ORGANIZATIONS = "organizations";
    public static final String CONSUMERS = "consumers";

    public AzureAd {
        clientId = clientId.strip();
        tenant = tenant.isBlank() ? COMMON : tenant.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.AZURE_AD;
    }

    /** Where the directory authenticates people. */
    public String authority() {
        return "https://login.microsoftonline.com/" + tenant;
    }

    @Override
    public String issuer() {
        return authority() + "/v2.0";
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("sdf3g", "fh3h1"));
        checks.text(clientId, ErrorIds.of("Fhbr2", "dmitg"));
        checks.secret("Dzh3g");
    }
}
