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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A tool that manages configuration, as Terraform does, finds each kind of provider as it left it: what is read is what was sent, a
 * change is kept, and sending the same again changes nothing. The client is ZITADEL's published one.
 */
@ExtendWith(World.Shared.class)
class ProviderKindsTest {
    private static final JsonElement ALL_OPTIONS = Json.object(
            "isLinkingAllowed", true,
            "isCreationAllowed", true,
            "isAutoCreation", true,
            "isAutoUpdate", true,
            "autoLinking", "AUTO_LINKING_OPTION_USERNAME");

    private final String name = "kind " + UUID.randomUUID();
    private final World world;
    private final RunningServer server;

    ProviderKindsTest(World world) {
        this.world = world;
        this.server = world.server();
    }

    /** The kinds that the contract has, as its calls name them. */
    static List<String> kinds() {
        return Contract.methods("zitadel.admin.v1.AdminService").stream()
                .filter(call -> call.matches("Add\\w+Provider"))
                .map(call -> call.substring("Add".length(), call.length() - "Provider".length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachKindIsReadAsItWasSentAndStaysWhenItIsSentAgain(String kind) {
        world.installScripts();
        JsonObject said = Json.parse(
                        NodeParty.run("provider-kinds.mjs", server.origin().toString(), server.token(), name, kind))
                .getAsJsonObject();
        assertLife(said.getAsJsonObject("instance"), said.get("sent"), "IDP_OWNER_TYPE_SYSTEM");
        assertLife(said.getAsJsonObject("organization"), said.get("sent"), "IDP_OWNER_TYPE_ORG");
    }

    private void assertLife(JsonObject life, JsonElement sent, String owner) {
        assertThat(life.get("added")).isEqualTo(provider(life, "1", name, owner, ALL_OPTIONS, sent));
        assertThat(life.get("updated")).isEqualTo(provider(life, "2", name + " renamed", owner, Json.object(), sent));
        assertThat(life.get("again")).isEqualTo(life.get("updated"));
        assertThat(Json.string(life, "gone")).isEqualTo("NotFound");
    }

    /** A provider of the type, and with the name of the configuration, that the first answer told: the same at every later reading. */
    private static JsonObject provider(
            JsonObject life, String sequence, String name, String owner, JsonElement options, JsonElement sent) {
        String member = Json.at(life, "added.config").getAsJsonObject().keySet().stream()
                .filter(each -> !each.equals("options"))
                .findFirst()
                .orElseThrow();
        return Json.object(
                "sequence",
                sequence,
                "state",
                "IDP_STATE_ACTIVE",
                "name",
                name,
                "owner",
                owner,
                "type",
                Json.string(life, "added.type"),
                "config",
                Json.object("options", options, member, sent));
    }
}
