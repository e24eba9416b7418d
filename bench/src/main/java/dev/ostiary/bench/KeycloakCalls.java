package dev.ostiary.bench;

import com.google.gson.JsonObject;
import dev.ostiary.bench.Browser.Person;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured of Keycloak, in its words: the nearest to what is measured of this server. */
final class KeycloakCalls {
    private static final int PROVIDERS = 200;
    private static final String PASSWORD = "Correct-Horse-7";
    private static final String REALM = "/admin/realms/bench";
    private static final String INSTANCES = REALM + "/identity-provider/instances";
    private static final String TOKEN = "/realms/bench/protocol/openid-connect/token";

    private final Client client;
    private final Upstream upstream;
    private String token = "";

    KeycloakCalls(Client client, Upstream upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    Map<String, Scenario> prepare(int people) throws IOException {
        token = administratorToken();
        client.succeed(json("PUT", "/admin/realms/master", "{\"accessTokenLifespan\": 36000}"));
        token = administratorToken(); // the first one ends within a minute
        client.succeed(json("POST", "/admin/realms", """
                {"realm": "bench", "enabled": true, "sslRequired": "none", "accessTokenLifespan": 36000}"""));
        client.succeed(json("POST", REALM + "/clients", """
                {"clientId": "bench", "secret": "secret", "standardFlowEnabled": true, "serviceAccountsEnabled": true,
                 "redirectUris": ["%s"], "protocolMappers": [{"name": "introspection", "protocol": "openid-connect",
                  "protocolMapper": "oidc-audience-mapper",
                  "config": {"included.client.audience": "bench", "access.token.claim": "true"}}]}""".formatted(SignIn.APPLICATION)));
        Map<String, Scenario> all = new LinkedHashMap<>();
        providers(all);
        machine(all);
        people(all, people);
        return all;
    }

    private String administratorToken() throws IOException {
        return client.field(
                Call.form(
                        "/realms/master/protocol/openid-connect/token",
                        "grant_type=password&client_id=admin-cli&username=" + Keycloak.ADMINISTRATOR + "&password="
                                + Keycloak.PASSWORD),
                "access_token");
    }

    private void providers(Map<String, Scenario> all) throws IOException {
        for (int i = 0; i < PROVIDERS; i++) {
            client.succeed(add("idp-" + i));
        }
        String administrator = token;
        all.put(Scenario.GET, Scenario.of(n -> Call.get(INSTANCES + "/idp-" + n % PROVIDERS, administrator)));
        all.put(Scenario.LIST, Scenario.of(n -> Call.get(INSTANCES + "?first=0&max=10", administrator)));
        all.put(Scenario.ADD, Scenario.of(n -> add("more-" + n)));
        all.put(
                Scenario.UPDATE,
                Scenario.of(n -> json(
                        "PUT",
                        INSTANCES + "/idp-" + n % PROVIDERS,
                        provider("idp-" + n % PROVIDERS, "Provider " + n))));
    }

    private Call add(String alias) {
        return json("POST", INSTANCES, provider(alias, alias));
    }

    private String provider(String alias, String name) {
        return """
                {"alias": "%1$s", "displayName": "%2$s", "providerId": "oidc", "enabled": true, "trustEmail": true,
                 "config": {"issuer": "%3$s", "authorizationUrl": "%3$s/authorize", "tokenUrl": "%3$s/token",
                  "userInfoUrl": "%3$s/userinfo", "jwksUrl": "%3$s/jwks", "useJwksUrl": "true", "validateSignature": "true",
                  "clientId": "client", "clientSecret": "secret", "clientAuthMethod": "client_secret_basic",
                  "defaultScope": "openid profile email", "pkceEnabled": "true", "pkceMethod": "S256"}}""".formatted(alias, name, upstream.issuer());
    }

    private void machine(Map<String, Scenario> all) throws IOException {
        String grant = "grant_type=client_credentials&client_id=bench&client_secret=secret&scope=";
        Call plain = Call.form(TOKEN, grant + "profile");
        Call withIdToken = Call.form(TOKEN, grant + "openid%20profile");
        Call userinfo =
                Call.get("/realms/bench/protocol/openid-connect/userinfo", client.field(withIdToken, "access_token"));
        all.put(Scenario.CREDENTIALS, Scenario.of(n -> plain));
        all.put(Scenario.CREDENTIALS_ID_TOKEN, Scenario.of(n -> withIdToken));
        all.put(Scenario.JWT_PROFILE, withKey());
        all.put(Scenario.USERINFO, Scenario.of(n -> userinfo));
        all.put(
                Scenario.INTROSPECTION,
                Scenario.introspection(
                        client,
                        TOKEN + "/introspect",
                        Call.basic("bench", "secret"),
                        client.field(plain, "access_token")));
    }

    /** There is no user that is a machine: the nearest is a client that proves itself with a key. */
    private Scenario withKey() throws IOException {
        MachineKey key = MachineKey.generate();
        JsonObject attributes = new JsonObject();
        attributes.addProperty("use.jwks.string", "true");
        attributes.addProperty("jwks.string", key.jwks());
        client.succeed(json("POST", REALM + "/clients", """
                {"clientId": "bench-key", "clientAuthenticatorType": "client-jwt", "serviceAccountsEnabled": true,
                 "attributes": %s}""".formatted(attributes)));
        return (client, n) -> {
            String realm = "http://localhost:" + client.port() + "/realms/bench";
            client.succeed(Call.form(
                    TOKEN,
                    "grant_type=client_credentials&client_assertion_type="
                            + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                            + key.assertion(key.key().getKeyID(), "bench-key", realm)));
            return 1;
        };
    }

    private void people(Map<String, Scenario> all, int people) throws IOException {
        for (int i = 0; i < people; i++) {
            client.succeed(json("POST", REALM + "/users", """
                    {"username": "person-%1$d", "enabled": true, "email": "person-%1$d@example.com", "emailVerified": true,
                     "firstName": "Minnie", "lastName": "Mouse",
                     "credentials": [{"type": "password", "value": "%2$s", "temporary": false}]}""".formatted(i, PASSWORD)));
        }
        client.succeed(add("broker"));
        SignIn byPassword = signIn("");
        SignIn brokered = signIn("&kc_idp_hint=broker");
        Scenario returning = brokered.of(n -> new Person("returning-" + n % people, "", ""));
        for (int i = 0; i < people; i++) {
            returning.run(client, i);
        }
        all.put(Scenario.PASSWORD, byPassword.of(n -> new Person("", "person-" + n % people, PASSWORD)));
        all.put(Scenario.RETURNING, returning);
        all.put(Scenario.NEW, brokered.of(n -> new Person("new-" + n, "", "")));
        all.put(
                Scenario.REFRESH,
                new Refreshing(brokered, new Person("returning-0", "", ""))
                        .prepared(client, OstiaryCalls.APPLICATIONS * people));
    }

    private static SignIn signIn(String extra) {
        return new SignIn(
                "/realms/bench/protocol/openid-connect/auth", TOKEN, "bench", "secret", "openid profile email", extra);
    }

    private Call json(String method, String path, String body) {
        return Call.json(method, path, token, body);
    }
}
