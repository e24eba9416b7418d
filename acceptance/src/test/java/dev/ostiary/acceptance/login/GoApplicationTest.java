package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.GoProgram;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Party;
import dev.ostiary.acceptance.harness.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Applications in Go: discovery, authorization code with PKCE, verified ID token, userinfo and refresh with each of the usual libraries. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoApplicationTest {
    private final World world;
    private GoProgram program;

    GoApplicationTest(World world) {
        this.world = world;
    }

    @BeforeAll
    void build() {
        program = GoProgram.application();
    }

    @Test
    void goOidcFindsNothingWrongWithTokensNonceAndUserinfo() {
        Registration registration =
                Registration.of(Tenant.create(world), Party.freeOrigin(), "/callback", Json.object());

        JsonObject outcome = signIn(registration, "coreos", registration.clientSecret(), registration.scope());

        assertThat(Json.at(outcome, "isNewToken").getAsBoolean()).isTrue();
    }

    @Test
    void zitadelOidcAuthenticatesWithAKeyAndItsApiIntrospectsTheToken(@TempDir Path folder) throws IOException {
        Registration registration = Registration.of(
                Tenant.create(world),
                Party.freeOrigin(),
                "/callback",
                Json.object("authMethodType", "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"));
        String audience = " urn:zitadel:iam:org:project:id:" + registration.project() + ":aud";

        JsonObject outcome = signIn(
                registration,
                "zitadel",
                file(folder.resolve("application.json"), registration.key()),
                registration.scope() + audience,
                file(folder.resolve("api.json"), apiKey(registration)));

        assertThat(Json.at(outcome, "isNewToken").getAsBoolean()).isTrue();
        assertThat(Json.at(outcome, "active").getAsBoolean()).isTrue();
        assertThat(outcome.get("introspectedSub")).isEqualTo(outcome.get("sub"));
        assertThat(Json.string(outcome, "introspectedName") + "@example.com").isEqualTo(Json.string(outcome, "email"));
    }

    /** Somebody signs in to the program; returns what it shows, after checking what both libraries tell. */
    private JsonObject signIn(Registration registration, String library, String secret, String scope, String... more) {
        String loginName = library + "-" + Tenant.unique();
        String id = registration.tenant().human(loginName, Tenant.verified(loginName + "@example.com"));
        List<String> arguments = new ArrayList<>(List.of(
                library,
                registration.issuer(),
                registration.origin().toString(),
                registration.clientId(),
                secret,
                scope + " offline_access"));
        arguments.addAll(List.of(more));
        try (Party application = program.serve(registration.origin(), arguments);
                Person person = Person.of(world).open(application.origin() + "/login")) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            JsonObject outcome = person.outcome("Signed in");
            assertThat(Json.string(outcome, "issuer")).isEqualTo(registration.issuer());
            assertThat(List.of(
                            Json.string(outcome, "sub"),
                            Json.string(outcome, "userinfoSub"),
                            Json.string(outcome, "refreshedSub")))
                    .containsOnly(id);
            assertThat(Json.string(outcome, "email")).isEqualTo(loginName + "@example.com");
            assertThat(Json.at(outcome, "emailVerified").getAsBoolean()).isTrue();
            return outcome;
        }
    }

    private static JsonElement apiKey(Registration registration) {
        Api api = registration.tenant().api();
        String apps = "/management/v1/projects/" + registration.project() + "/apps/";
        JsonObject body = Json.object("name", "API", "authMethodType", "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT");
        return Tenant.key(api, apps + api.post(apps + "api", body).ok().string("appId"));
    }

    private static String file(Path path, JsonElement content) throws IOException {
        return Files.writeString(path, content.toString()).toString();
    }
}
