package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document as a tool sees it that makes clients from it. */
@ExtendWith(World.Shared.class)
class OpenApiTest {
    private final World world;

    OpenApiTest(World world) {
        this.world = world;
    }

    @Test
    void aPublishedValidatorTakesItAndTheServerSpeaksAsItSays() {
        world.installScripts();
        JsonObject said = Json.parse(NodeParty.run(
                        "openapi.mjs",
                        world.server().origin().toString(),
                        world.server().token(),
                        "described " + UUID.randomUUID()))
                .getAsJsonObject();
        assertThat(said.get("errors").getAsJsonArray()).isEmpty();
        assertThat(said.get("valid").getAsBoolean()).isTrue();
        assertThat(said.get("version").getAsString()).isEqualTo("3.1");
        assertThat(said.get("problems").getAsJsonArray()).isEmpty();
        assertThat(said.get("tried").getAsJsonArray().asList().stream().map(JsonElement::getAsString))
                .contains(
                        "zitadel.management.v1.ManagementService.AddGenericOIDCProvider 200",
                        "zitadel.management.v1.ManagementService.AddGenericOIDCProvider 400",
                        "zitadel.management.v1.ManagementService.ListProviders 200",
                        "zitadel.management.v1.ManagementService.GetProviderByID 404",
                        "zitadel.management.v1.ManagementService.GetMyOrg 401",
                        "zitadel.idp.v2.IdentityProviderService.GetIDPByID 200",
                        "zitadel.admin.v1.AdminService.ListEvents 200");
    }
}
