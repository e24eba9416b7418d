package dev.ostiary.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Load;
import dev.ostiary.acceptance.harness.PostgresServer;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full for a while: what can't be written is refused, what can be read is answered. */
@EnabledIf(
        value = "dev.ostiary.acceptance.harness.SmallDisk#isPossible",
        disabledReason = "only root may mount a file system")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFullTest {
    private static final int WRITERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void theFileOfOneServer() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (SmallDisk disk = SmallDisk.mount(data, "root");
                RunningServer server = RunningServer.start(sqlite(data));
                Load load = Load.on(List.of(server.api()), WRITERS)) {
            fillsUp("SQLite", disk, load, server.api());
        }
    }

    private static Settings sqlite(Path data) {
        return new Settings(data, List.of("--store", "sqlite"), Map.of());
    }

    @Test
    @EnabledIf(
            value = "dev.ostiary.acceptance.harness.PostgresServer#isInstalled",
            disabledReason = "PostgreSQL is not installed")
    void theTablesOfADatabase() throws IOException {
        Path tables = Files.createTempDirectory("ostiary-tables-");
        try (SmallDisk disk = SmallDisk.mount(tables, "postgres");
                PostgresServer postgres = PostgresServer.create()) {
            postgres.sql("postgres", "create tablespace small location '" + tables + "'");
            postgres.sql("postgres", "create database ostiary tablespace small");
            try (Cluster cluster = Cluster.start(2, folder, PostgresServer.address("ostiary", postgres.port()));
                    Load load = Load.on(cluster.apis(), WRITERS)) {
                fillsUp("PostgreSQL", disk, load, cluster.apis().getLast());
            }
        } finally {
            Files.delete(tables);
        }
    }

    private static void fillsUp(String what, SmallDisk disk, Load load, Api api) {
        String id = api.post(
                        "/admin/v1/idps/generic_oidc",
                        Json.object("name", "n", "issuer", "https://a.example", "clientId", "i", "clientSecret", "s"))
                .ok()
                .string("id");
        disk.fill();
        int before = load.errors();
        Await.until("errors", PATIENCE, () -> load.errors() > before + 10);
        api.get("/admin/v1/idps/templates/" + id).ok();
        api.get("/debug/ready").ok();
        disk.makeRoom();
        Duration good = load.untilAllAreGood();
        System.out.println(
                "disk of %s full: good again %d ms after there was room; %s".formatted(what, good.toMillis(), load));
        assertThat(load.lost()).isEmpty();
        assertThat(load.wrongAnswers()).isEmpty();
    }
}
