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

    private final Client client;
    private final Upstream upstream;
    private final KeycloakRealm realm;

    KeycloakCalls(Client client, Upstream upstream) throws IOException {
        this.client = client;
        this.upstream = upstream;
        this.realm = KeycloakRealm.make(client);
    }

    Map<String, Scenario> prepare(int people) throws IOException {
        Map<String, Scenario> all = new LinkedHashMap<>();
        providers(all);
        machine(all);
        people(all, people);
        return all;
    }

    private void providers(Map<String, Scenario> all) throws IOException {
        for (int i = 0; i < PROVIDERS; i++) {
            client.succeed(add("idp-" + i));
        }
        String administrator = realm.token();
        all.put(
                Scenario.GET,
                Scenario.of(n -> Call.get(KeycloakRealm.INSTANCES + "/idp-" + n % PROVIDERS, administrator)));
        all.put(Scenario.LIST, Scenario.of(n -> Call.get(KeycloakRealm.INSTANCES + "?first=0&max=10", administrator)));
        all.put(Scenario.ADD, Scenario.of(n -> add("more-" + n)));
        all.put(
                Scenario.UPDATE,
                Scenario.of(n -> realm.json(
                        "PUT",
                        KeycloakRealm.INSTANCES + "/idp-" + n % PROVIDERS,
                        KeycloakRealm.provider("idp-" + n % PROVIDERS, "Provider " + n, upstream))));
    }

    private Call add(String alias) {
        return realm.add(alias, upstream);
    }

    private void machine(Map<String, Scenario> all) throws IOException {
        String grant = "grant_type=client_credentials&client_id=bench&client_secret=secret&scope=";
        Call plain = Call.form(KeycloakRealm.TOKEN, grant + "profile");
        Call withIdToken = Call.form(KeycloakRealm.TOKEN, grant + "openid%20profile");
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
                        KeycloakRealm.TOKEN + "/introspect",
                        Call.basic("bench", "secret"),
                        client.field(plain, "access_token")));
    }

    /** There is no user that is a machine: the nearest is a client that proves itself with a key. */
    private Scenario withKey() throws IOException {
        MachineKey key = MachineKey.generate();
        JsonObject attributes = new JsonObject();
        attributes.addProperty("use.jwks.string", "true");
        attributes.addProperty("jwks.string", key.jwks());
        client.succeed(realm.json("POST", KeycloakRealm.REALM + "/clients", """
                {"clientId": "bench-key", "clientAuthenticatorType": "client-jwt", "serviceAccountsEnabled": true,
                 "attributes": %s}""".formatted(attributes)));
        return (client, n) -> {
            String issuer = "http://localhost:" + client.port() + "/realms/bench";
            client.succeed(Call.form(
                    KeycloakRealm.TOKEN,
                    "grant_type=client_credentials&client_assertion_type="
                            + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                            + key.assertion(key.key().getKeyID(), "bench-key", issuer)));
            return 1;
        };
    }

    private void people(Map<String, Scenario> all, int people) throws IOException {
        for (int i = 0; i < people; i++) {
            client.succeed(realm.json("POST", KeycloakRealm.REALM + "/users", """
                    {"username": "person-%1$d", "enabled": true, "email": "person-%1$d@example.com", "emailVerified": true,
                     "firstName": "Minnie", "lastName": "Mouse",
                     "credentials": [{"type": "password", "value": "%2$s", "temporary": false}]}""".formatted(i, PASSWORD)));
        }
        client.succeed(add("broker"));
        SignIn byPassword = KeycloakRealm.signIn("");
        SignIn brokered = KeycloakRealm.signIn("&kc_idp_hint=broker");
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
}
