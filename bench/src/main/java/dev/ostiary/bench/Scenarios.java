package dev.ostiary.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The calls that are measured, on a server that was just started. */
final class Scenarios {
    private static final String PROVIDER = """
            {"name": "Provider %d", "issuer": "https://accounts.example.com", "clientId": "client-%d", %s
             "scopes": ["openid", "profile", "email"], "usePkce": true,
             "providerOptions": {"isLinkingAllowed": true, "isCreationAllowed": true, "isAutoCreation": true}}""";
    private static final int PROVIDERS = 200;

    private Scenarios() {}

    /** Prepares the server and returns the calls by name, in the order to run them. */
    static Map<String, IntFunction<Call>> prepare(ServerProcess server) throws IOException {
        String token = server.administratorToken();
        try (Connection connection = new Connection(server.port())) {
            String[] providers = new String[PROVIDERS];
            for (int i = 0; i < PROVIDERS; i++) {
                providers[i] = text(connection, add(token, i), "id");
            }
            String user = text(
                    connection,
                    Call.json(
                            "POST",
                            "/management/v1/users/machine",
                            token,
                            "{\"userName\": \"bench\", \"name\": \"bench\"}"),
                    "userId");
            String secret = text(
                    connection,
                    Call.json("PUT", "/management/v1/users/" + user + "/secret", token, "{}"),
                    "clientSecret");
            Call credentials = credentials(secret);
            String access = text(connection, credentials, "access_token");
            Map<String, IntFunction<Call>> calls = new LinkedHashMap<>();
            calls.put("get IdP", n -> Call.get("/admin/v1/idps/templates/" + providers[n % PROVIDERS], token));
            calls.put("userinfo", n -> Call.get("/oidc/v1/userinfo", access));
            calls.put("client credentials", n -> credentials);
            calls.put("add IdP", n -> add(token, n));
            calls.put(
                    "update IdP",
                    n -> Call.json(
                            "PUT",
                            "/admin/v1/idps/generic_oidc/" + providers[n % PROVIDERS],
                            token,
                            PROVIDER.formatted(n, n, "")));
            return calls;
        }
    }

    private static Call add(String token, int n) {
        return Call.json(
                "POST",
                "/admin/v1/idps/generic_oidc",
                token,
                PROVIDER.formatted(n, n, "\"clientSecret\": \"secret\","));
    }

    private static Call credentials(String secret) {
        return Call.of(
                "POST",
                "/oauth/v2/token",
                "none",
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials&scope=openid%20profile&client_id=bench&client_secret="
                        + URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    private static String text(Connection connection, Call call, String field) throws IOException {
        Connection.Answer answer = connection.send(call);
        JsonObject json = JsonParser.parseString(answer.text()).getAsJsonObject();
        if (answer.status() != 200) {
            throw new IOException("the server answered " + answer.status() + ": " + json.get("message"));
        }
        return json.get(field).getAsString();
    }
}
