package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Grpcurl;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who has grpcurl and no {@code .proto} file. */
@ExtendWith(World.Shared.class)
class GrpcurlTest {
    private static final String ADMIN = "zitadel.admin.v1.AdminService/";

    private final Grpcurl grpcurl;

    GrpcurlTest(World world) {
        this.grpcurl = Grpcurl.of(world.server());
    }

    @Test
    void theServicesAndTheirCallsAreListedWithoutAToken() {
        assertThat(grpcurl.anonymous(grpcurl.address(), "list").lines())
                .contains(
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "zitadel.admin.v1.AdminService",
                        "zitadel.management.v1.ManagementService",
                        "zitadel.user.v2.UserService");
        assertThat(grpcurl.anonymous(grpcurl.address(), "list", "zitadel.admin.v1.AdminService")
                        .lines())
                .contains("zitadel.admin.v1.AdminService.AddGenericOIDCProvider");
    }

    @Test
    void messagesCallsAndTheirOptionsAreDescribed() {
        assertThat(describe("zitadel.admin.v1.AddGenericOIDCProviderRequest"))
                .contains("message AddGenericOIDCProviderRequest", "string issuer = 2", "(.validate.rules)");
        assertThat(describe("zitadel.admin.v1.AdminService.AddGenericOIDCProvider"))
                .contains("post: \"/idps/generic_oidc\"", "permission: \"iam.idp.write\"");
        assertThat(describe("zitadel.idp.v1.IDP_STATE_ACTIVE")).contains("enum value");
        assertThat(describe("grpc.reflection.v1alpha.ServerReflection")).contains("rpc ServerReflectionInfo");
    }

    private String describe(String symbol) {
        return grpcurl.anonymous(grpcurl.address(), "describe", symbol);
    }

    @Test
    void theServerIsWell() {
        assertThat(Json.parse(grpcurl.anonymous(grpcurl.address(), "grpc.health.v1.Health/Check")))
                .isEqualTo(Json.object("status", "SERVING"));
    }

    @Test
    void aProviderIsAddedAndRead() {
        String name = "grpcurl " + UUID.randomUUID();
        JsonObject provider = Json.object(
                "name", name, "issuer", "https://accounts.example.com", "clientId", "c", "clientSecret", "s");
        JsonObject added = call(provider, "AddGenericOIDCProvider");
        JsonObject read = call(Json.object("id", Json.string(added, "id")), "GetProviderByID");
        assertThat(Json.string(read, "idp.name")).isEqualTo(name);
        assertThat(Json.string(read, "idp.config.oidc.issuer")).isEqualTo("https://accounts.example.com");
    }

    private JsonObject call(JsonObject request, String method) {
        return Json.parse(grpcurl.withToken(request.toString(), ADMIN + method)).getAsJsonObject();
    }
}
