package dev.ostiary.idp;

import java.util.List;

/**
 * Any OAuth 2.0 authorization server (RFC 6749) with a resource that tells who the person is.
 *
 * @param idAttribute the name of the value in the user endpoint's answer that identifies the person
 * @param usePkce whether PKCE is used (RFC 7636)
 */
public record OAuth(
        String clientId,
        String authorizationEndpoint,
        String tokenEndpoint,
        String userEndpoint,
        List<String> scopes,
        String idAttribute,
        boolean usePkce)
        implements Config.OAuth2 {
    public OAuth {
        clientId = clientId.strip();
        authorizationEndpoint = authorizationEndpoint.strip();
        tokenEndpoint = tokenEndpoint.strip();
        userEndpoint = userEndpoint.strip();
        scopes = List.copyOf(scopes);
        idAttribute = idAttribute.strip();
    }

    @Override
    public Kind kind() {
        return Kind.OAUTH;
    }

    @Override
    public String issuer() {
        return userEndpoint;
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("D32ef", "Sf3gh").inOrganizations("D32ef", "D32ef"));
        checks.text(clientId, ErrorIds.of("Dbgzf", "SHJ3ui").inOrganizations("Dbgzf", "Dbgzf"));
        checks.secret("DF4ga");
        checks.endpoint(authorizationEndpoint, ErrorIds.of("B23bs", "SVrgh").inOrganizations("B23bs", "B23bs"));
        checks.endpoint(tokenEndpoint, ErrorIds.of("D2gj8", "DJKeio").inOrganizations("D2gj8", "D2gj8"));
        checks.endpoint(userEndpoint, ErrorIds.of("Fb8jk", "ILSJi").inOrganizations("Fb8jk", "Fb8jk"));
        checks.text(idAttribute, ErrorIds.of("sdf3f", "JKD3h").inOrganizations("sadf3d", "SAe4gh"));
    }
}
