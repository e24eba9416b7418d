package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application exchanges tokens with a certified library, unmodified; a service acts in the name of a user once an administrator allows it. */
@ExtendWith(World.Shared.class)
class TokenExchangeClientTest {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final World world;
    private final RunningServer server;
    private final Api api;
    private final String name = "exchange-" + UUID.randomUUID();

    TokenExchangeClientTest(World world) {
        this.world = world;
        this.server = world.server();
        this.api = Api.at(server.origin()).as(server.token());
    }

    @Test
    void aServiceActsInTheNameOfAUserOnceThatIsAllowed() {
        world.installScripts();
        String project = api.post("/management/v1/projects", Json.object("name", name))
                .ok()
                .string("id");
        JsonObject app = application(project);
        String user = machine("user");
        String service = machine("service");
        String token = token(service, project);

        assertThat(exchange(app, user, token).get("impersonated"))
                .isEqualTo(Json.object("error", "invalid_request", "status", 403));
        api.put("/admin/v1/policies/security", Json.object("enableImpersonation", true))
                .ok();
        assertThat(exchange(app, user, token).get("impersonated"))
                .isEqualTo(Json.object("error", "invalid_request", "status", 403));
        api.post(
                        "/management/v1/orgs/me/members",
                        Json.object("userId", service, "roles", Json.array("ORG_END_USER_IMPERSONATOR")))
                .ok();
        JsonObject said = exchange(app, user, token);
        api.put("/admin/v1/policies/security", Json.object()).ok();

        assertThat(said.get("impersonated")).isEqualTo(Json.object("type", ACCESS_TOKEN, "scope", "openid profile"));
        assertThat(Json.string(said, "userinfo")).isEqualTo(user);
        assertThat(Json.string(said, "act")).isEqualTo(service);
        assertThat(Json.string(said, "fewer")).isEqualTo("openid");
        assertThat(said.get("more")).isEqualTo(Json.object("error", "invalid_scope", "status", 400));
        assertThat(said.get("api").getAsInt()).isEqualTo(403);
    }

    private JsonObject exchange(JsonObject app, String user, String token) {
        return Json.parse(NodeParty.run(
                        "exchange-client.mjs",
                        server.origin().toString(),
                        Json.string(app, "clientId"),
                        Json.string(app, "clientSecret"),
                        user,
                        token))
                .getAsJsonObject();
    }

    private String machine(String what) {
        String userName = what + "-" + name;
        return api.post("/management/v1/users/machine", Json.object("userName", userName, "name", userName))
                .ok()
                .string("userId");
    }

    /** A token of a machine user that is for the API and for the applications of a project. */
    private String token(String machine, String project) {
        JsonObject secret = api.put("/management/v1/users/" + machine + "/secret", Json.object())
                .ok()
                .json();
        String form = "grant_type=client_credentials&client_id=" + Json.string(secret, "clientId") + "&client_secret="
                + Json.string(secret, "clientSecret")
                + "&scope=openid%20profile%20urn:zitadel:iam:org:project:id:zitadel:aud%20urn:zitadel:iam:org:project:id:"
                + project + ":aud";
        return Api.at(server.origin()).form("/oauth/v2/token", form).ok().string("access_token");
    }

    private JsonObject application(String project) {
        return api.post(
                        "/management/v1/projects/" + project + "/apps/oidc",
                        Json.object(
                                "name",
                                name,
                                "redirectUris",
                                Json.array("https://app.example.com/cb"),
                                "responseTypes",
                                Json.array("OIDC_RESPONSE_TYPE_CODE"),
                                "grantTypes",
                                Json.array("OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE"),
                                "appType",
                                "OIDC_APP_TYPE_WEB",
                                "authMethodType",
                                "OIDC_AUTH_METHOD_TYPE_BASIC"))
                .ok()
                .json();
    }
}
