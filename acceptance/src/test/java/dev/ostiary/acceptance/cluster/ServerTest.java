package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** One of two servers is killed, or stands still and goes on, under load. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServerTest {
    private static final int KILLS = 10;
    private static final int WRITERS = 1;
    /** A kill comes after at least one and at most this many more acknowledged writes. */
    private static final int MOST_WRITES = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For so long a server may act on what it knew. */
    private static final Duration LONGEST_LAG = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void killedTenTimesItLosesNothingAndTheOtherGoesOn() {
        Random random = new Random();
        try (Cluster cluster = Cluster.start(2, folder);
                Load load = Load.on(cluster.apis(), WRITERS)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = load.acknowledgements() + 1 + random.nextInt(MOST_WRITES);
                Await.until("acknowledged writes", PATIENCE, () -> load.acknowledgements() >= enough);
                cluster.server(1).kill();
                cluster.restart(1);
            }
            System.out.println("server killed %d times: %s".formatted(KILLS, load));
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }

    @Test
    void standingStillItHoldsUpNobodyForLongAndActsOnNothingOldAfterwards() {
        try (Cluster cluster = Cluster.start(2, folder);
                Load load = Load.on(cluster.apis(), WRITERS)) {
            Api working = cluster.apis().getFirst();
            Api stopped = cluster.apis().getLast();
            String user = working.post("/management/v1/users/machine", Json.object("userName", "m", "name", "m"))
                    .ok()
                    .string("userId");
            String tokens = "/management/v1/users/" + user + "/pats";
            Answer token = working.post(tokens, Json.object()).ok();
            Api holder = stopped.as(token.string("token"));
            holder.get("/auth/v1/users/me").ok();

            cluster.server(1).pause();
            Instant paused = Instant.now();
            Duration good = load.untilGood(List.of(working));
            working.delete(tokens + "/" + token.string("tokenId")).ok();
            Await.until(
                    "it to stand still for too long",
                    PATIENCE,
                    () -> Instant.now().isAfter(paused.plus(LONGEST_LAG)));
            cluster.server(1).goOn();
            assertThat(holder.get("/auth/v1/users/me").status()).isEqualTo(401);
            System.out.println(
                    "server stopped by SIGSTOP: the other commits after %d ms, a token revoked meanwhile is refused at once; %s"
                            .formatted(good.toMillis(), load));
            load.untilAllAreGood();
            assertThat(load.lost()).isEmpty();
            assertThat(load.wrongAnswers()).isEmpty();
        }
    }
}
