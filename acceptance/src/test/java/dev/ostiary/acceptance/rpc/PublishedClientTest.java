package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ZITADEL's published client library works unmodified, over each transport that Connect has. */
@ExtendWith(World.Shared.class)
class PublishedClientTest {
    private final World world;
    private final RunningServer server;

    PublishedClientTest(World world) {
        this.world = world;
        this.server = world.server();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "grpc-web", "connect", "connect-json"})
    void theClientManagesProvidersAndReadsErrors(String transport) {
        world.installScripts();
        JsonObject said = Json.parse(
                        NodeParty.run("api-client.mjs", server.origin().toString(), server.token(), transport))
                .getAsJsonObject();
        assertThat(said.get("added"))
                .isEqualTo(Json.parse("{\"hasId\": true, \"sequence\": \"1\", \"created\": true}"));
        assertThat(said.get("updated")).isEqualTo(Json.parse("{\"sequence\": \"2\", \"changed\": true}"));
        assertThat(said.get("got")).isEqualTo(provider("renamed " + transport, "IDP_OWNER_TYPE_ORG"));
        assertThat(said.get("listed")).isEqualTo(Json.array(provider("client " + transport, "IDP_OWNER_TYPE_SYSTEM")));
        assertThat(said.get("removed")).isEqualTo(Json.parse("true"));
        assertThat(said.get("gone"))
                .isEqualTo(error("NotFound", "QUERY-SAFrt", "Identity Provider Configuration doesn't exist"));
        assertThat(said.get("invalid"))
                .isEqualTo(Json.object(
                        "code",
                        "InvalidArgument",
                        "message",
                        "invalid AddGenericOIDCProviderRequest.Name: value length must be between 1 and 200 runes, inclusive",
                        "details",
                        Json.array()));
        assertThat(said.get("blankSecret"))
                .isEqualTo(error("InvalidArgument", "INST-Sfdf4", "Errors.Invalid.Argument"));
        assertThat(said.get("noToken"))
                .isEqualTo(Json.object(
                        "code", "Unauthenticated", "message", "auth header missing", "details", Json.array()));
        assertThat(said.get("badToken")).isEqualTo(error("Unauthenticated", "AUTH-7fs1e", "Errors.Token.Invalid"));
    }

    private static JsonObject error(String code, String id, String message) {
        return Json.object(
                "code",
                code,
                "message",
                message + " (" + id + ")",
                "details",
                Json.array(Json.object("id", id, "message", message)));
    }

    private static JsonObject provider(String name, String owner) {
        return Json.object(
                "state",
                "IDP_STATE_ACTIVE",
                "name",
                name,
                "owner",
                owner,
                "type",
                "PROVIDER_TYPE_OIDC",
                "config",
                Json.object(
                        "options",
                                Json.object(
                                        "isLinkingAllowed", true,
                                        "isAutoCreation", true,
                                        "autoLinking", "AUTO_LINKING_OPTION_EMAIL"),
                        "oidc",
                                Json.object(
                                        "issuer",
                                        "https://accounts.example.com",
                                        "clientId",
                                        "client-id",
                                        "scopes",
                                        Json.array("openid", "email"),
                                        "usePkce",
                                        true)));
    }
}
