package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Postgres;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.RunningServer.Finished;
import dev.ostiary.acceptance.harness.RunningServer.OtherCommand;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is signed in stays so when the data moves to PostgreSQL. */
@ExtendWith(World.Shared.class)
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
        disabledReason = "PostgreSQL is not installed")
class MoveTest {
    private final World world;

    @TempDir
    private Path data;

    MoveTest(World world) {
        this.world = world;
    }

    @Test
    void sessionsAndRefreshTokensAreGoodAfterwardsAndOthersCanSignIn() {
        String database = Postgres.databaseOf(data);
        RunningServer before = RunningServer.start(new Settings(data, List.of("--store", "sqlite"), Map.of()));
        Tenant tenant = Tenant.create(world, before, "basic");
        String loginName = human(tenant);
        String other = human(tenant);
        try (Person person = Person.of(world).open(tenant.signIn());
                Person later = Person.of(world)) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            String subject = person.subject();

            try (OtherCommand move = RunningServer.begin(
                    Map.of("OSTIARY_STORE", database),
                    "move",
                    "--from",
                    "sqlite",
                    "--to",
                    "postgres",
                    "--data",
                    data.toString())) {
                move.awaitLine("Stop the server");
                before.stop();
                Finished moved = move.finished();
                assertThat(moved.exitCode()).as(moved.output()).isZero();
            }

            try (RunningServer after = before.restart(new Settings(data, List.of("--store", database), Map.of()))) {
                assertThat(Json.string(
                                person.open(tenant.page("refresh")).outcome("Refreshed"), "tokens.refresh_token"))
                        .isNotEmpty();
                assertThat(Json.string(person.open(tenant.page("userinfo")).outcome("Userinfo"), "sub"))
                        .isEqualTo(subject);
                assertThat(person.open(tenant.signIn()).subject()).isEqualTo(subject);
                later.open(tenant.signIn()).enterLoginName(other).enterPassword(Tenant.PASSWORD);
                assertThat(later.subject()).isNotEmpty().isNotEqualTo(subject);
                after.api().get("/management/v1/orgs/me").ok();
            }
        } finally {
            before.close();
        }
    }

    private static String human(Tenant tenant) {
        String loginName = "mover-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        return loginName;
    }
}
