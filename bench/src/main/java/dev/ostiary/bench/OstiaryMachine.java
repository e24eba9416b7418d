package dev.ostiary.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured of this server where no person takes part: a service that gets tokens, and an API that asks what they are worth. */
final class OstiaryMachine {
    private static final String TOKEN = "/oauth/v2/token";

    private final Client client;
    private final String token;

    /** @param token an administrator's */
    OstiaryMachine(Client client, String token) {
        this.client = client;
        this.token = token;
    }

    Map<String, Scenario> prepare() throws IOException {
        String user = client.field(
                json("POST", "/management/v1/users/machine", "{\"userName\": \"bench\", \"name\": \"bench\"}"),
                "userId");
        String secret = client.field(json("PUT", "/management/v1/users/" + user + "/secret", "{}"), "clientSecret");
        String grant =
                "grant_type=client_credentials&client_id=bench&client_secret=" + SignIn.encoded(secret) + "&scope=";
        Call opaque = Call.form(TOKEN, grant + "profile");
        Call withIdToken = Call.form(TOKEN, grant + "openid%20profile");
        Call userinfo = Call.get("/oidc/v1/userinfo", client.field(withIdToken, "access_token"));
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put(Scenario.CREDENTIALS, Scenario.of(n -> opaque));
        all.put(Scenario.CREDENTIALS_ID_TOKEN, Scenario.of(n -> withIdToken));
        all.put(Scenario.JWT_PROFILE, withKey(user));
        all.put(Scenario.USERINFO, Scenario.of(n -> userinfo));
        all.put(Scenario.INTROSPECTION, introspection(grant));
        return all;
    }

    private Scenario withKey(String user) throws IOException {
        MachineKey key = MachineKey.generate();
        String encoded = Base64.getEncoder().encodeToString(key.pem().getBytes(StandardCharsets.US_ASCII));
        String keyId =
                client.field(json("POST", "/management/v1/users/" + user + "/keys", """
                        {"type": "KEY_TYPE_JSON", "publicKey": "%s"}""".formatted(encoded)), "keyId");
        return (client, n) -> {
            String issuer = "http://localhost:" + client.port();
            client.succeed(Call.form(
                    TOKEN,
                    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=profile&assertion="
                            + key.assertion(keyId, user, issuer)));
            return 1;
        };
    }

    /** @param grant of the service, up to its scopes */
    private Scenario introspection(String grant) throws IOException {
        String project = client.field(json("POST", "/management/v1/projects", "{\"name\": \"bench API\"}"), "id");
        Call add = json("POST", "/management/v1/projects/" + project + "/apps/api", """
                {"name": "bench", "authMethodType": "API_AUTH_METHOD_TYPE_BASIC"}""");
        var api = JsonParser.parseString(client.succeed(add).text()).getAsJsonObject();
        String audience = SignIn.encoded("profile urn:zitadel:iam:org:project:id:" + project + ":aud");
        return Scenario.introspection(
                client,
                "/oauth/v2/introspect",
                Call.basic(
                        api.get("clientId").getAsString(),
                        api.get("clientSecret").getAsString()),
                client.field(Call.form(TOKEN, grant + audience), "access_token"));
    }

    private Call json(String method, String path, String body) {
        return Call.json(method, path, token, body);
    }
}
