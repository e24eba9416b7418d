package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.AdminKey;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first start, every later one, and the end. */
class StartAndStopTest {
    private static final String SECRET = "the-secret-of-a-provider";

    @TempDir
    private Path data;

    @Test
    void theFirstStartTellsWhereAndAsWhomToSignInAndTheNextKeepsEverything() {
        String token;
        String id;
        try (RunningServer first = RunningServer.start(Settings.in(data))) {
            assertThat(first.output()).contains(first.origin().toString(), "admin@", "password", "admin.pat");
            token = first.token();
            id = first.api()
                    .post("/admin/v1/idps/generic_oidc", provider("kept"))
                    .ok()
                    .string("id");
            first.stop();
        }
        try (RunningServer second = RunningServer.start(Settings.in(data))) {
            assertThat(second.output()).contains(second.origin().toString()).doesNotContain("password");
            assertThat(second.token()).isEqualTo(token);
            assertThat(second.api().get("/admin/v1/idps/templates/" + id).ok().string("idp.name"))
                    .isEqualTo("kept");
        }
    }

    @Test
    void theSignalToStopEndsItCleanly() {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            server.api().get("/management/v1/orgs/me").ok();
            assertThat(server.stop()).as(server.output()).isIn(0, 143);
            assertThat(server.output()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void whatGivesAccessIsReadableByItsOwnerAloneAndOpensTheApi() throws IOException {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            for (String file : List.of("admin.pat", "admin-key.json", "master.key")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(data.resolve(file));
                assertThat(PosixFilePermissions.toString(permissions)).as(file).isEqualTo("rw-------");
            }
            AdminKey key = AdminKey.of(server);
            String form = "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer")
                    + "&scope=" + encoded("openid urn:zitadel:iam:org:project:id:zitadel:aud")
                    + "&assertion=" + key.assertion(server.origin().toString());
            String token = server.anonymous().form("/oauth/v2/token", form).ok().string("access_token");
            Api api = server.anonymous().as(token);
            assertThat(api.get("/auth/v1/users/me").ok().string("user.id")).isEqualTo(key.userId());
            assertThat(api.get("/admin/v1/policies/login").status()).isEqualTo(200);
        }
    }

    @Test
    void secretsAreNeitherInTheLogNorInTheDatabaseNorInAnAnswer() throws IOException {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            String id = server.api()
                    .post("/admin/v1/idps/generic_oidc", provider("secretive"))
                    .ok()
                    .string("id");
            assertThat(server.api().get("/admin/v1/idps/templates/" + id).text())
                    .doesNotContain(SECRET);
            server.anonymous().as("a-token-that-is-none-" + SECRET).get("/auth/v1/users/me");
            server.api().post("/admin/v1/idps/generic_oidc", Json.object("name", 5, "clientSecret", SECRET));
            String token = server.token();
            server.stop();
            assertThat(server.output()).doesNotContain(SECRET, token);
            try (var files = Files.list(server.data())) {
                List<Path> databases = files.filter(
                                file -> file.getFileName().toString().contains(".db"))
                        .toList();
                assertThat(databases)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                                        .doesNotContain(SECRET, token));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 99999, port, 65535",
        "--port, eighty, port, 65535",
        "--insecure-issuers, maybe, insecure-issuers, loopback",
        "--outbound-allow, everything, outbound-allow, 10.1.0.0/16",
        "--master-key, short, master-key, 32 bytes"
    })
    void aWrongFlagIsRefusedWithItsNameAndWhatIsAllowed(String flag, String value, String name, String allowed) {
        String said = RunningServer.refusal(new Settings(data, List.of(flag, value), Map.of()));
        assertThat(said).contains(name, allowed).doesNotContain("\tat ");
    }

    @Test
    void aWrongVariableIsRefusedWithItsNameAndWhatIsAllowed() {
        String said = RunningServer.refusal(Settings.in(data).environment(Map.of("OSTIARY_INSECURE_ISSUERS", "maybe")));
        assertThat(said).contains("OSTIARY_INSECURE_ISSUERS", "loopback").doesNotContain("\tat ");
    }

    @Test
    void aPortAndADataFolderServeOneServer() {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            String sameData = RunningServer.refusal(Settings.in(data));
            assertThat(sameData)
                    .contains("another server uses", data.toString())
                    .doesNotContain("\tat ");
            List<String> port = List.of("--port", String.valueOf(server.port()));
            String samePort = RunningServer.refusal(new Settings(data.resolve("other"), port, Map.of()));
            assertThat(samePort).contains("cannot listen on", port.getLast()).doesNotContain("\tat ");
        }
    }

    @Test
    void anUnknownFlagIsRefused() {
        String said = RunningServer.refusal(new Settings(data, List.of("--colour", "blue"), Map.of()));
        assertThat(said).contains("--colour").doesNotContain("\tat ");
    }

    @Test
    void anotherMasterKeyIsRefusedInsteadOfLosingEverySecret() {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            server.stop();
        }
        String other = java.util.Base64.getEncoder().encodeToString(new byte[32]);
        String said = RunningServer.refusal(new Settings(data, List.of("--master-key", other), Map.of()));
        assertThat(said).containsIgnoringCase("master").doesNotContain("\tat ");
    }

    private static com.google.gson.JsonObject provider(String name) {
        return Json.object(
                "name",
                name,
                "issuer",
                "https://accounts.example.com",
                "clientId",
                "client-id",
                "clientSecret",
                SECRET);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
