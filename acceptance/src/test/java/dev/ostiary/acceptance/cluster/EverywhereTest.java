package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.PostgresServer;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one of three servers acknowledged holds on the others too, whether they hear of it or lost whom they hear it from. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EverywhereTest {
    /** A second is meant; a busy machine may take longer. The time is printed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String LISTENERS =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'ostiary-follower'";

    @TempDir
    private static Path folder;

    private static PostgresServer postgres;
    private static String store;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.create();
        store = postgres.createDatabase("ostiary");
        cluster = Cluster.start(3, folder, store);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        postgres.close();
    }

    private final Api api = cluster.server(0).api();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasTakenAwayIsOfNoUseAnywhere(boolean listenersAreLost) {
        String user = machine(api);
        Api withSecret = withSecret(user);
        String token = withSecret
                .form("/oauth/v2/token", "grant_type=client_credentials&scope=openid")
                .ok()
                .string("access_token");
        everywhere(
                "access token revoked",
                listenersAreLost,
                () -> withSecret.form("/oauth/v2/revoke", "token=" + token),
                server -> server.as(token).get("/oidc/v1/userinfo").status() == 401);

        JsonObject first = pat(api, user);
        everywhere(
                "personal access token removed",
                listenersAreLost,
                () -> api.delete("/management/v1/users/" + user + "/pats/" + Json.string(first, "tokenId")),
                server -> opens(server, Json.string(first, "token")) == 401);

        String idp = api.post("/admin/v1/idps/generic_oidc", provider()).ok().string("id");
        everywhere(
                "identity provider removed",
                listenersAreLost,
                () -> api.delete("/admin/v1/idps/templates/" + idp),
                server -> server.get("/admin/v1/idps/templates/" + idp).status() == 404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasChangedIsChangedEverywhere(boolean listenersAreLost) {
        String organization = api.post("/management/v1/orgs", Json.object("name", "Organization " + UUID.randomUUID()))
                .ok()
                .string("id");
        Api own = api.in(organization);
        own.post("/management/v1/policies/login", policy(true)).ok();
        everywhere(
                "policy changed",
                listenersAreLost,
                () -> own.put("/management/v1/policies/login", policy(false)),
                server -> !server.in(organization)
                        .get("/management/v1/policies/login")
                        .ok()
                        .json()
                        .getAsJsonObject("policy")
                        .has("allowUsernamePassword"));

        String token = Json.string(pat(own, machine(own)), "token");
        everywhere(
                "organization removed",
                listenersAreLost,
                () -> own.delete("/management/v1/orgs/me"),
                server -> opens(server, token) == 401);
    }

    /** Servers keep in memory which host names are theirs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHostNameThatAServerBroughtAlongIsKnownEverywhere(boolean listenersAreLost) {
        String host = "id-" + listenersAreLost + ".example.com";
        Settings settings = Cluster.settings(folder.resolve(host), store);
        List<String> flags = List.of("--store", store, "--public-url", "https://" + host);
        assertThat(cluster.servers()).allMatch(server -> statusAs(host, server) == 404);
        if (listenersAreLost) {
            postgres.sql("ostiary", LISTENERS);
        }
        try (RunningServer another =
                RunningServer.start(new Settings(settings.data(), flags, settings.environment()))) {
            assertThat(statusAs(host, another)).isEqualTo(200);
            cluster.servers().forEach(server -> Await.until(host, PATIENCE, () -> statusAs(host, server) == 200));
        }
    }

    /** Changes something on the first server and waits until the others act on it. */
    private static void everywhere(String what, boolean listenersAreLost, Change change, Predicate<Api> effective) {
        List<Api> others = cluster.apis().subList(1, 3);
        assertThat(others).as(what).noneMatch(effective);
        if (listenersAreLost) {
            assertThat(postgres.sql("ostiary", LISTENERS)).isNotEqualTo("0");
        }
        change.make().ok();
        long start = System.nanoTime();
        others.forEach(server -> Await.until(what + " everywhere", PATIENCE, () -> effective.test(server)));
        System.out.println("%s: effective on all servers %d ms after it was acknowledged%s"
                .formatted(
                        what,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        listenersAreLost ? ", listeners lost" : ""));
    }

    private interface Change {
        Answer make();
    }

    private static int opens(Api server, String token) {
        return server.as(token).get("/auth/v1/users/me").status();
    }

    private String machine(Api owner) {
        String name = "machine-" + UUID.randomUUID();
        return owner.post("/management/v1/users/machine", Json.object("userName", name, "name", name))
                .ok()
                .string("userId");
    }

    private static JsonObject pat(Api owner, String user) {
        return owner.post("/management/v1/users/" + user + "/pats", Json.object())
                .ok()
                .json();
    }

    /** Calls that say who a machine user is by its secret. */
    private Api withSecret(String user) {
        Answer secret = api.put("/management/v1/users/" + user + "/secret", Json.object())
                .ok();
        String pair = secret.string("clientId") + ":" + secret.string("clientSecret");
        return cluster.server(0)
                .anonymous()
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonObject provider() {
        return Json.object(
                "name",
                "Example",
                "issuer",
                "https://accounts.example.com",
                "clientId",
                "id",
                "clientSecret",
                "secret");
    }

    private static JsonObject policy(boolean passwords) {
        return Json.object(
                "allowUsernamePassword", passwords,
                "allowExternalIdp", true,
                "passwordlessType", "PASSWORDLESS_TYPE_ALLOWED",
                "passwordCheckLifetime", "864000s",
                "externalLoginCheckLifetime", "864000s",
                "mfaInitSkipLifetime", "2592000s",
                "secondFactorCheckLifetime", "64800s",
                "multiFactorCheckLifetime", "43200s");
    }

    /** The status of a request for a host name that leads to a server. */
    private static int statusAs(String host, RunningServer server) {
        String request =
                "GET /.well-known/openid-configuration HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(status.substring(9));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
