package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Terraform;
import dev.ostiary.acceptance.harness.World;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Configuration written for ZITADEL's Terraform provider is applied to this server. */
@ExtendWith(World.Shared.class)
class TerraformTest {
    private static final String RESOURCE = "zitadel_org_idp_oidc.provider";

    private final RunningServer server;

    TerraformTest(World world) {
        this.server = world.server();
    }

    /** {@code plan -detailed-exitcode} exits with 0 only when there is nothing to do. */
    @Test
    void aProviderIsCreatedUpdatedImportedAndDestroyedAndThePlanIsEmptyAfterwards(@TempDir Path folder) {
        Terraform.build();
        String organization = server.api()
                .post("/management/v1/orgs", Json.object("name", "Terraform " + UUID.randomUUID()))
                .ok()
                .string("id");
        Api api = server.api().in(organization);
        Terraform terraform = Terraform.in(
                folder,
                Map.of(
                        "domain", server.origin().getHost(),
                        "port", String.valueOf(server.port()),
                        "key_file", server.data().resolve("admin-key.json").toString(),
                        "org_id", organization,
                        "name", "created"));

        terraform.run("apply", "-auto-approve");
        terraform.run("plan", "-detailed-exitcode");
        String path =
                "/management/v1/idps/" + terraform.run("output", "-raw", "id").strip();
        assertThat(api.get(path).ok().string("idp.name")).isEqualTo("created");

        terraform.run("apply", "-auto-approve", "-var=name=updated");
        terraform.run("plan", "-detailed-exitcode", "-var=name=updated");
        assertThat(api.get(path).ok().string("idp.name")).isEqualTo("updated");

        terraform.run("state", "rm", RESOURCE);
        terraform.run("import", "-var=name=updated", RESOURCE, importId(path, organization));
        terraform.run("plan", "-detailed-exitcode", "-var=name=updated");

        terraform.run("destroy", "-auto-approve");
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    /** {@code id:organization:client secret}; the API never tells the secret, so who imports has to. */
    private static String importId(String path, String organization) {
        return path.substring(path.lastIndexOf('/') + 1) + ":" + organization + ":client-secret";
    }
}
