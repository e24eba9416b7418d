package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ZITADEL's published client library (Connect for JavaScript) works unmodified, over each transport that Connect has. */
@ExtendWith(World.Shared.class)
class PublishedClientTest {
    private static final String MISSING = "Identity Provider Configuration doesn't exist";
    private static final String ISSUER =
            "The issuer must be an https URL without query or fragment, exactly as the provider announces it";

    private final String name = "client " + UUID.randomUUID();
    private final World world;
    private final RunningServer server;

    PublishedClientTest(World world) {
        this.world = world;
        this.server = world.server();
    }

    @BeforeEach
    void install() {
        world.installScripts();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "grpc-web", "connect", "connect-json"})
    void theClientManagesProvidersAndReadsErrors(String transport) {
        JsonObject said = Json.parse(NodeParty.run(
                        "api-client.mjs", server.origin().toString(), server.token(), stranger(), name, transport))
                .getAsJsonObject();
        assertThat(said.get("me")).isEqualTo(Json.parse("\"machine\""));
        assertLife(said.getAsJsonObject("instance"), "instance", "IDP_OWNER_TYPE_SYSTEM");
        JsonObject instance = said.getAsJsonObject("instance");
        assertThat(instance.get("badIssuer")).isEqualTo(error("InvalidArgument", "INST-BDfr3", ISSUER));
        assertThat(instance.get("updatedGone")).isEqualTo(error("NotFound", "INST-Dg331", MISSING));
        assertThat(instance.get("removedGone")).isEqualTo(error("NotFound", "INST-Se3tg", MISSING));
        assertLife(said.getAsJsonObject("organization"), "organization", "IDP_OWNER_TYPE_ORG");
        JsonObject organization = said.getAsJsonObject("organization");
        assertThat(organization.get("badIssuer")).isEqualTo(error("InvalidArgument", "ORG-BDfr3", ISSUER));
        assertThat(organization.get("updatedGone"))
                .isEqualTo(error("NotFound", "ORG-Dg331", "Errors.Org.IDPConfig.NotExisting"));
        assertThat(organization.get("removedGone"))
                .isEqualTo(error("NotFound", "ORG-Se3tg", "Errors.Org.IDPConfig.NotExisting"));
        assertThat(said.get("owners"))
                .isEqualTo(Json.object("system", names("instance second"), "org", names("organization second")));
        assertThat(said.get("person"))
                .isEqualTo(Json.object(
                        "username",
                        name + " person",
                        "kind",
                        "human",
                        "displayName",
                        "Ada Lovelace",
                        "verified",
                        true));
        assertThat(said.get("nobody")).isEqualTo(error("NotFound", "QUERY-Dfbg2", "User could not be found"));
        assertErrors(said);
    }

    private void assertLife(JsonObject life, String level, String owner) {
        assertThat(life.get("added"))
                .isEqualTo(Json.parse("{\"hasId\": true, \"sequence\": \"1\", \"created\": true}"));
        assertThat(life.get("got")).isEqualTo(provider(level + " first", owner));
        assertThat(life.get("listedById")).isEqualTo(names(level + " second"));
        assertThat(life.get("listedByName")).isEqualTo(names(level + " first", level + " second"));
        assertThat(life.get("listedByPart")).isEqualTo(names(level + " second"));
        assertThat(life.get("listedPage")).isEqualTo(Json.object("total", "2", "names", names(level + " second")));
        JsonElement updated = Json.parse("{\"sequence\": \"2\", \"changed\": true}");
        assertThat(life.get("updated")).isEqualTo(updated);
        assertThat(life.get("sentAgain")).isEqualTo(updated);
        assertThat(life.get("gotUpdated")).isEqualTo(provider(level + " renamed", owner));
        assertThat(life.get("removed")).isEqualTo(Json.parse("true"));
        assertThat(life.get("gone")).isEqualTo(error("NotFound", "QUERY-SAFrt", MISSING));
        assertThat(life.get("left")).isEqualTo(names(level + " second"));
    }

    private static void assertErrors(JsonObject said) {
        assertThat(said.get("invalid"))
                .isEqualTo(
                        error(
                                "InvalidArgument",
                                "invalid AddGenericOIDCProviderRequest.Name: value length must be between 1 and 200 runes, inclusive"));
        assertThat(said.get("blankSecret"))
                .isEqualTo(error("InvalidArgument", "INST-Sfdf4", "Errors.Invalid.Argument"));
        assertThat(said.get("user")).isEqualTo(Json.parse("true"));
        assertThat(said.get("sameUser")).isEqualTo(error("AlreadyExists", "V3-DKcYh", "User already exists"));
        assertThat(said.get("noMember")).isEqualTo(error("PermissionDenied", "AUTHZ-cdgFk", "membership not found"));
        assertThat(said.get("noToken")).isEqualTo(error("Unauthenticated", "auth header missing"));
        assertThat(said.get("badToken")).isEqualTo(error("Unauthenticated", "AUTH-7fs1e", "Errors.Token.Invalid"));
    }

    /** The token of a user that is nowhere a member. */
    private String stranger() {
        Api api = server.api();
        Answer user = api.post("/management/v1/users/machine", Json.object("userName", "x" + name, "name", name))
                .ok();
        return api.post("/management/v1/users/" + user.string("userId") + "/pats", Json.object())
                .ok()
                .string("token");
    }

    private JsonElement names(String... ends) {
        Object[] names = new Object[ends.length];
        for (int i = 0; i < ends.length; i++) {
            names[i] = name + " " + ends[i];
        }
        return Json.array(names);
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

    private static JsonObject error(String code, String message) {
        return Json.object("code", code, "message", message, "details", Json.array());
    }

    private JsonObject provider(String end, String owner) {
        return Json.object(
                "state",
                "IDP_STATE_ACTIVE",
                "name",
                name + " " + end,
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
