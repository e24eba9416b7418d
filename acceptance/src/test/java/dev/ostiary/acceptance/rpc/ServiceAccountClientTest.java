package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The published {@code @zitadel/node} works unmodified: clients of grpc-js that sign in with the key file of a service account. */
@ExtendWith(World.Shared.class)
class ServiceAccountClientTest {
    private static final String MISSING = "Identity Provider Configuration doesn't exist";

    private final String name = "node " + UUID.randomUUID();
    private final World world;
    private final RunningServer server;

    ServiceAccountClientTest(World world) {
        this.world = world;
        this.server = world.server();
    }

    @Test
    void theClientFetchesItsTokensWithAKeyAndManagesProviders() {
        world.installScripts();
        JsonObject said = Json.parse(NodeParty.run(
                        "node-client.mjs",
                        server.origin().toString(),
                        server.data().resolve("admin-key.json").toString(),
                        name))
                .getAsJsonObject();
        JsonElement yes = Json.parse("true");
        assertThat(said.get("me")).isEqualTo(yes);
        for (String level : List.of("instance", "organization")) {
            JsonObject life = said.getAsJsonObject(level);
            assertThat(life.get("added")).isEqualTo(plain(name, "1", "openid", "email"));
            assertThat(life.get("updated")).isEqualTo(plain(name + " renamed", "2"));
            assertThat(life.get("listed")).isEqualTo(Json.array(name + " renamed"));
            assertThat(life.get("removed")).isEqualTo(yes);
            assertThat(life.get("gone")).isEqualTo(Json.object("code", 5, "details", MISSING + " (QUERY-SAFrt)"));
        }
        assertThat(said.get("invalid"))
                .isEqualTo(
                        Json.object(
                                "code",
                                3,
                                "details",
                                "invalid AddGenericOIDCProviderRequest.Name: value length must be between 1 and 200 runes, inclusive"));
        assertThat(said.get("noToken")).isEqualTo(Json.object("code", 16, "details", "auth header missing"));
        JsonObject refused = Json.object("code", 16, "details", "Errors.Token.Invalid (AUTH-7fs1e)");
        assertThat(said.get("badToken")).isEqualTo(refused);
        assertThat(said.get("tokenOfAnotherAudience")).isEqualTo(refused);
        assertThat(said.get("tokenOfTheApi")).isEqualTo(yes);
    }

    private static JsonObject plain(String name, String sequence, Object... scopes) {
        return Json.object(
                "name",
                name,
                "sequence",
                sequence,
                "config",
                Json.object(
                        "issuer",
                        "https://accounts.example.com",
                        "clientId",
                        "client-id",
                        "scopes",
                        Json.array(scopes),
                        "isIdTokenMapping",
                        false,
                        "usePkce",
                        true),
                "options",
                Json.object(
                        "isLinkingAllowed", true,
                        "isCreationAllowed", false,
                        "isAutoCreation", true,
                        "isAutoUpdate", false,
                        "autoLinking", 2));
    }
}
