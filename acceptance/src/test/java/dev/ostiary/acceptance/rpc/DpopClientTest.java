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

/** A machine user's tokens are bound to a key that a certified library, unmodified, proves at the OpenID Provider and at the API. */
@ExtendWith(World.Shared.class)
class DpopClientTest {
    private final World world;
    private final RunningServer server;

    DpopClientTest(World world) {
        this.world = world;
        this.server = world.server();
    }

    @Test
    void onlyTheClientThatHasTheKeyUsesItsTokens() {
        world.installScripts();
        String name = "dpop-" + UUID.randomUUID();
        JsonObject said = Json.parse(
                        NodeParty.run("dpop-client.mjs", server.origin().toString(), name, secret(name)))
                .getAsJsonObject();

        assertThat(Json.string(said, "type")).isEqualToIgnoringCase("DPoP");
        assertThat(Json.string(said, "userinfo")).isEqualTo(name);
        assertThat(said.get("userinfoOfAStranger"))
                .isEqualTo(Json.object(
                        "status",
                        401,
                        "challenges",
                        Json.array(Json.object("scheme", "dpop", "error", "invalid_dpop_proof"))));
        assertThat(said.get("userinfoAsBearer").getAsInt()).isEqualTo(401);
        assertThat(said.get("api")).isEqualTo(Json.object("status", 200, "user", name));
        assertThat(Json.at(said, "apiOfAStranger.status").getAsInt()).isEqualTo(401);
        assertThat(said.get("apiAsBearer").getAsInt()).isEqualTo(401);
    }

    /** Makes a machine user. */
    private String secret(String name) {
        Api api = Api.at(server.origin()).as(server.token());
        String id = api.post("/management/v1/users/machine", Json.object("userName", name, "name", name))
                .ok()
                .string("userId");
        return api.put("/management/v1/users/" + id + "/secret", Json.object())
                .ok()
                .string("clientSecret");
    }
}
