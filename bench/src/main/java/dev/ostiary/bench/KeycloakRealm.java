package dev.ostiary.bench;

import java.io.IOException;

/** A realm of Keycloak with an application, and its administrator's token. */
record KeycloakRealm(String token) {
    static final String REALM = "/admin/realms/bench";
    static final String INSTANCES = REALM + "/identity-provider/instances";
    static final String TOKEN = "/realms/bench/protocol/openid-connect/token";

    /** Makes the realm. */
    static KeycloakRealm make(Client client) throws IOException {
        KeycloakRealm first = new KeycloakRealm(administratorToken(client));
        client.succeed(first.json("PUT", "/admin/realms/master", "{\"accessTokenLifespan\": 36000}"));
        KeycloakRealm realm = new KeycloakRealm(administratorToken(client)); // the first token ends within a minute
        client.succeed(realm.json("POST", "/admin/realms", """
                {"realm": "bench", "enabled": true, "sslRequired": "none", "accessTokenLifespan": 36000}"""));
        client.succeed(realm.json("POST", REALM + "/clients", """
                {"clientId": "bench", "secret": "secret", "standardFlowEnabled": true, "serviceAccountsEnabled": true,
                 "redirectUris": ["%s"], "protocolMappers": [{"name": "introspection", "protocol": "openid-connect",
                  "protocolMapper": "oidc-audience-mapper",
                  "config": {"included.client.audience": "bench", "access.token.claim": "true"}}]}""".formatted(SignIn.APPLICATION)));
        return realm;
    }

    private static String administratorToken(Client client) throws IOException {
        return client.field(
                Call.form(
                        "/realms/master/protocol/openid-connect/token",
                        "grant_type=password&client_id=admin-cli&username=" + Keycloak.ADMINISTRATOR + "&password="
                                + Keycloak.PASSWORD),
                "access_token");
    }

    Call json(String method, String path, String body) {
        return Call.json(method, path, token, body);
    }

    /** Adds an OpenID provider. */
    Call add(String alias, Upstream upstream) {
        return json("POST", INSTANCES, provider(alias, alias, upstream));
    }

    static String provider(String alias, String name, Upstream upstream) {
        return """
                {"alias": "%1$s", "displayName": "%2$s", "providerId": "oidc", "enabled": true, "trustEmail": true,
                 "config": {"issuer": "%3$s", "authorizationUrl": "%3$s/authorize", "tokenUrl": "%3$s/token",
                  "userInfoUrl": "%3$s/userinfo", "jwksUrl": "%3$s/jwks", "useJwksUrl": "true", "validateSignature": "true",
                  "clientId": "client", "clientSecret": "secret", "clientAuthMethod": "client_secret_basic",
                  "defaultScope": "openid profile email", "pkceEnabled": "true", "pkceMethod": "S256"}}""".formatted(alias, name, upstream.issuer());
    }

    /** A sign-in at the application; {@code extra} as {@link SignIn} has it. */
    static SignIn signIn(String extra) {
        return new SignIn(
                "/realms/bench/protocol/openid-connect/auth", TOKEN, "bench", "secret", "openid profile email", extra);
    }
}
