package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.FakeClock;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The clock of one of two servers jumps an hour ahead and an hour back, under load. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClockTest {
    private static final int WRITERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    @EnabledIf(
            value = "dev.ostiary.acceptance.harness.FakeClock#isInstalled",
            disabledReason = "faketime is not installed")
    void whatExpiresGoesByTheClockAndNothingElseDoes() {
        FakeClock clock = FakeClock.in(folder);
        try (Cluster cluster = Cluster.start(2, folder, clock.environment());
                Load load = Load.on(cluster.apis(), WRITERS)) {
            Api right = cluster.apis().getFirst();
            Api wrong = cluster.apis().getLast();
            String token = tokenFor(right, Instant.now().plus(30, ChronoUnit.MINUTES));
            String idp = right.post("/admin/v1/idps/generic_oidc", provider("version 1"))
                    .ok()
                    .string("id");
            int version = 1;
            for (String jump : new String[] {"+1h", "-1h", "+0"}) {
                clock.jump(jump);
                int expected = jump.equals("+1h") ? 401 : 200;
                Await.until("the jump of " + jump, PATIENCE, () -> opens(wrong, token) == expected);
                assertThat(opens(right, token)).isEqualTo(200);
                for (Api server : new Api[] {wrong, right}) {
                    version++;
                    String name = "version " + version;
                    server.put("/admin/v1/idps/generic_oidc/" + idp, provider(name))
                            .ok();
                    assertThat(right.get("/admin/v1/idps/templates/" + idp).ok().string("idp.details.sequence"))
                            .isEqualTo(String.valueOf(version));
                    assertThat(wrong.get("/admin/v1/idps/templates/" + idp).ok().string("idp.name"))
                            .isEqualTo(name);
                }
                load.untilAllAreGood();
            }
            System.out.println("clock of a server jumped 1 h ahead, 2 h back, 1 h ahead: " + load);
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }

    private static String tokenFor(Api api, Instant until) {
        String user = api.post("/management/v1/users/machine", Json.object("userName", "m", "name", "m"))
                .ok()
                .string("userId");
        return api.post("/management/v1/users/" + user + "/pats", Json.object("expirationDate", until.toString()))
                .ok()
                .string("token");
    }

    private static int opens(Api server, String token) {
        return server.as(token).get("/auth/v1/users/me").status();
    }

    private static JsonObject provider(String name) {
        return Json.object(
                "name", name, "issuer", "https://accounts.example.com", "clientId", "id", "clientSecret", "secret");
    }
}
