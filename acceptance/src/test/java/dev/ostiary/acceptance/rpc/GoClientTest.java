package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.GoProgram;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Go program works with the published {@code zitadel/oidc} and grpc-go: it signs in with a key file, and uses the API and the OpenID Provider. */
@ExtendWith(World.Shared.class)
class GoClientTest {
    private static final JsonObject MISSING = Json.object(
            "code",
            "NotFound",
            "message",
            "Identity Provider Configuration doesn't exist (QUERY-SAFrt)",
            "details",
            Json.array(Json.object(
                    "@type", "type.googleapis.com/zitadel.v1.ErrorDetail",
                    "id", "QUERY-SAFrt",
                    "message", "Identity Provider Configuration doesn't exist")));

    private final String name = "go " + UUID.randomUUID();
    private final RunningServer server;

    GoClientTest(World world) {
        this.server = world.server();
    }

    @Test
    void theProgramSignsInManagesProvidersAndUsesTheOpenIdProvider(@TempDir Path folder) throws IOException {
        GoProgram program = GoProgram.client();
        Path descriptors = Files.write(
                folder.resolve("contract.binpb"), Contract.descriptors().toByteArray());
        JsonObject said = Json.parse(program.run(
                        server.origin().toString(),
                        server.data().resolve("admin-key.json").toString(),
                        descriptors.toString(),
                        name))
                .getAsJsonObject();
        assertThat(Json.string(said, "me.user.state")).isEqualTo("USER_STATE_ACTIVE");
        for (String level : List.of("instance", "organization")) {
            assertLife(said.getAsJsonObject(level));
        }
        assertThat(Json.string(said, "instance.got.idp.owner")).isEqualTo("IDP_OWNER_TYPE_SYSTEM");
        assertThat(Json.at(said, "instance.elsewhere")).isEqualTo(Json.at(said, "instance.gotUpdated"));
        assertThat(Json.string(said, "organization.got.idp.owner")).isEqualTo("IDP_OWNER_TYPE_ORG");
        assertThat(Json.at(said, "organization.elsewhere")).isEqualTo(MISSING);
        assertThat(said.get("invalid"))
                .isEqualTo(Json.object(
                        "code",
                        "InvalidArgument",
                        "message",
                        "invalid AddGenericOIDCProviderRequest.Name: value length must be between 1 and 200 runes, inclusive",
                        "details",
                        Json.array()));
        assertThat(said.get("noToken"))
                .isEqualTo(Json.object(
                        "code", "Unauthenticated", "message", "auth header missing", "details", Json.array()));
        assertThat(said.get("openid"))
                .isEqualTo(Json.object(
                        "active", true,
                        "activeAfterRevocation", false,
                        "foreignActive", false,
                        "isForProject", true,
                        "isOfTheUser", true,
                        "name", name,
                        "userinfoAfterRevocation", false,
                        "username", name));
    }

    private void assertLife(JsonObject life) {
        String id = Json.string(life, "added.id");
        assertThat(Json.string(life, "added.details.sequence")).isEqualTo("1");
        assertThat(Json.string(life, "got.idp.id")).isEqualTo(id);
        assertThat(Json.string(life, "got.idp.name")).isEqualTo(name);
        assertThat(Json.at(life, "got.idp.config.oidc"))
                .isEqualTo(Json.object(
                        "issuer",
                        "https://accounts.example.com",
                        "clientId",
                        "client-id",
                        "scopes",
                        Json.array("openid", "email"),
                        "usePkce",
                        true));
        assertThat(Json.string(life, "updated.details.sequence")).isEqualTo("2");
        assertThat(Json.string(life, "listed.details.totalResult")).isEqualTo("1");
        assertThat(Json.string(life, "listed.result.0.name")).isEqualTo(name + " renamed");
        assertThat(life.getAsJsonObject("removed").has("details")).isTrue();
        assertThat(life.get("gone")).isEqualTo(MISSING);
    }
}
