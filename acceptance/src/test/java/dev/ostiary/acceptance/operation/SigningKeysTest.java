package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.FakeClock;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client that keeps the key set verifies what the server signs, whatever with and whenever the keys change. */
@ExtendWith(World.Shared.class)
class SigningKeysTest {
    private static final String WEB_KEYS = "/zitadel.webkey.v2.WebKeyService/";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    SigningKeysTest(World world) {
        world.installScripts();
    }

    @Test
    void aKeySetThatWasReadBeforeVerifiesEveryAlgorithm() {
        try (RunningServer server = RunningServer.start(Settings.in(folder))) {
            Client client = Client.of(server);
            List<String> keys = new ArrayList<>();
            for (JsonObject kind : List.of(
                    rsa(2048, 256), rsa(3072, 384), rsa(4096, 512), ecdsa("P256"), ecdsa("P384"), ecdsa("P512"))) {
                keys.add(client.create(kind));
            }
            keys.add(client.create(Json.object("ed25519", Json.object())));
            String keySet = client.keySet();
            List<String> tokens = new ArrayList<>(List.of(client.token()));
            for (String key : keys) {
                client.call("ActivateWebKey", Json.object("id", key));
                tokens.add(client.token());
            }

            assertThat(client.verified(keySet, tokens))
                    .containsExactly("RS256", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA");
            assertThat(client.announced()).containsOnlyOnceElementsOf(List.of("RS256", "ES512", "EdDSA"));
        }
    }

    /** A server looks what is due soon after its start, and then once a minute of the real time; this test doesn't wait that minute. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @EnabledIf(
            value = "dev.ostiary.acceptance.harness.FakeClock#isInstalled",
            disabledReason = "faketime is not installed")
    void keysFollowEachOtherAsTimeGoesBy() {
        FakeClock clock = FakeClock.in(folder);
        Settings settings = Settings.in(folder.resolve("data")).environment(clock.environment());
        RunningServer server = RunningServer.start(settings);
        try {
            Client client = Client.of(server);
            String first = client.keySet();
            List<String> tokens = new ArrayList<>(List.of(client.token()));
            assertThat(client.states()).containsExactly("STATE_ACTIVE", "STATE_INITIAL");

            server = startedAgain(server, clock, "+91d");
            client.await("STATE_INACTIVE", "STATE_ACTIVE", "STATE_INITIAL");
            tokens.add(client.token());
            assertThat(client.verified(first, tokens)).hasSize(2);
            assertThat(client.verified(client.keySet(), tokens)).hasSize(2);

            server = startedAgain(server, clock, "+123d");
            client.await("STATE_ACTIVE", "STATE_INITIAL");
            tokens.set(0, client.token());
            assertThat(client.verified(first, tokens)).hasSize(2);
        } finally {
            server.close();
        }
    }

    private static RunningServer startedAgain(RunningServer server, FakeClock clock, String time) {
        server.stop();
        clock.jump(time);
        return server.restart();
    }

    private static JsonObject rsa(int bits, int hash) {
        return Json.object("rsa", Json.object("bits", "RSA_BITS_" + bits, "hasher", "RSA_HASHER_SHA" + hash));
    }

    private static JsonObject ecdsa(String curve) {
        return Json.object("ecdsa", Json.object("curve", "ECDSA_CURVE_" + curve));
    }

    /** A machine whose access tokens are signed, and an administrator of keys. */
    private record Client(RunningServer server, Api secret) {
        static Client of(RunningServer server) {
            Api api = server.api();
            String name = "machine-" + UUID.randomUUID();
            String user = api.post(
                            "/management/v1/users/machine",
                            Json.object("userName", name, "name", name, "accessTokenType", "ACCESS_TOKEN_TYPE_JWT"))
                    .ok()
                    .string("userId");
            JsonObject made = api.put("/management/v1/users/" + user + "/secret", Json.object())
                    .ok()
                    .json();
            String pair = Json.string(made, "clientId") + ":" + Json.string(made, "clientSecret");
            return new Client(
                    server,
                    server.anonymous()
                            .with(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
        }

        String token() {
            return secret.form("/oauth/v2/token", "grant_type=client_credentials&scope=openid")
                    .ok()
                    .string("access_token");
        }

        JsonObject call(String name, JsonObject request) {
            return server.api().post(WEB_KEYS + name, request).ok().json();
        }

        String create(JsonObject kind) {
            return Json.string(call("CreateWebKey", kind), "id");
        }

        String keySet() {
            return server.anonymous().get("/oauth/v2/keys").ok().text();
        }

        List<String> announced() {
            return texts(server.anonymous()
                    .get("/.well-known/openid-configuration")
                    .ok()
                    .json()
                    .get("id_token_signing_alg_values_supported"));
        }

        List<String> states() {
            return server.api().get("/v2/web_keys").ok().json().getAsJsonArray("webKeys").asList().stream()
                    .map(key -> Json.string(key, "state"))
                    .toList();
        }

        void await(String... states) {
            Await.until("keys " + List.of(states), PATIENCE, () -> states().equals(List.of(states)));
        }

        List<String> verified(String keySet, List<String> tokens) {
            List<String> arguments = new ArrayList<>(List.of(server.origin().toString(), keySet));
            arguments.addAll(tokens);
            return texts(Json.parse(NodeParty.run("verify-tokens.mjs", arguments.toArray(String[]::new))));
        }

        private static List<String> texts(JsonElement array) {
            return array.getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
        }
    }
}
