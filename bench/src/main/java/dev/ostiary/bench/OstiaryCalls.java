package dev.ostiary.bench;

import com.google.gson.JsonParser;
import dev.ostiary.bench.Browser.Person;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured of this server, in its own words. */
final class OstiaryCalls {
    /** For each person: as many as the most connections, for all of them. */
    static final int APPLICATIONS = 4;

    private static final int PROVIDERS = 200;
    private static final String PASSWORD = "Correct-Horse-7";
    private static final String PROVIDER = """
            {"name": "Provider %d", "issuer": "%s", "clientId": "client-%d", %s
             "scopes": ["openid", "profile", "email"], "usePkce": true,
             "providerOptions": {"isLinkingAllowed": true, "isCreationAllowed": true, "isAutoCreation": true}}""";

    private final Client client;
    private final String token;
    private final Upstream upstream;

    OstiaryCalls(Client client, String token, Upstream upstream) {
        this.client = client;
        this.token = token;
        this.upstream = upstream;
    }

    Map<String, Scenario> prepare(int people) throws IOException {
        Map<String, Scenario> all = new LinkedHashMap<>();
        providers(all);
        all.putAll(new OstiaryMachine(client, token).prepare());
        all.putAll(signIns(people));
        return all;
    }

    private void providers(Map<String, Scenario> all) throws IOException {
        String[] ids = new String[PROVIDERS];
        for (int i = 0; i < PROVIDERS; i++) {
            ids[i] = client.field(add(i), "id");
        }
        Call list = json("POST", "/admin/v1/idps/templates/_search", "{\"query\": {\"limit\": 10}}");
        all.put(Scenario.GET, Scenario.of(n -> Call.get("/admin/v1/idps/templates/" + ids[n % PROVIDERS], token)));
        all.put(Scenario.LIST, Scenario.of(n -> list));
        all.put(Scenario.ADD, Scenario.of(this::add));
        all.put(
                Scenario.UPDATE,
                Scenario.of(n -> json(
                        "PUT",
                        "/admin/v1/idps/generic_oidc/" + ids[n % PROVIDERS],
                        PROVIDER.formatted(n, upstream.issuer(), n, ""))));
    }

    private Call add(int n) {
        return json(
                "POST",
                "/admin/v1/idps/generic_oidc",
                PROVIDER.formatted(n, upstream.issuer(), n, "\"clientSecret\": \"secret\","));
    }

    /** Adds people and the provider that half of them sign in through. */
    Map<String, Scenario> signIns(int people) throws IOException {
        String organization = JsonParser.parseString(client.succeed(Call.get("/management/v1/orgs/me", token))
                        .text())
                .getAsJsonObject()
                .getAsJsonObject("org")
                .get("id")
                .getAsString();
        String provider = client.field(add(PROVIDERS), "id");
        client.succeed(json("POST", "/admin/v1/policies/login/idps", "{\"idpId\": \"" + provider + "\"}"));
        for (int i = 0; i < people; i++) {
            String password = ", \"password\": {\"password\": \"" + PASSWORD + "\", \"changeRequired\": false}";
            client.succeed(json("POST", "/v2/users/human", human("person-" + i, organization, password)));
        }
        SignIn byPassword = application("openid profile email");
        SignIn brokered = byPassword.with(" urn:zitadel:iam:org:idp:id:" + provider);
        Scenario returning = brokered.of(n -> new Person("returning-" + n % people, "", ""));
        for (int i = 0; i < people; i++) {
            returning.run(client, i);
        }
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put(Scenario.PASSWORD, byPassword.of(n -> new Person("", "person-" + n % people, PASSWORD)));
        all.put(Scenario.RETURNING, returning);
        all.put(Scenario.NEW, brokered.of(n -> new Person("new-" + n, "", "")));
        all.put(
                Scenario.REFRESH,
                new Refreshing(brokered.with(" offline_access"), new Person("returning-0", "", ""))
                        .prepared(client, APPLICATIONS * people));
        return all;
    }

    /** @param more fields, each with a comma before it; or empty */
    static String human(String name, String organization, String more) {
        return """
                {"username": "%1$s", "organization": {"orgId": "%2$s"}, "profile": {"givenName": "Minnie", "familyName": "Mouse"},
                 "email": {"email": "%1$s@example.com", "isVerified": true}%3$s}""".formatted(name, organization, more);
    }

    /** Adds an application. */
    SignIn application(String scope) throws IOException {
        String project = client.field(json("POST", "/management/v1/projects", "{\"name\": \"bench\"}"), "id");
        Call add = json("POST", "/management/v1/projects/" + project + "/apps/oidc", """
                {"name": "bench", "redirectUris": ["%s"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                 "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"], "appType": "OIDC_APP_TYPE_WEB",
                 "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST", "devMode": true}""".formatted(SignIn.APPLICATION));
        var app = JsonParser.parseString(client.succeed(add).text()).getAsJsonObject();
        return new SignIn(
                "/oauth/v2/authorize",
                "/oauth/v2/token",
                app.get("clientId").getAsString(),
                app.get("clientSecret").getAsString(),
                scope,
                "");
    }

    private Call json(String method, String path, String body) {
        return Call.json(method, path, token, body);
    }
}
