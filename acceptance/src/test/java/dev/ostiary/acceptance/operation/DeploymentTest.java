package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in {@code deploy/} fits the server. */
class DeploymentTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern METRIC = Pattern.compile("\\b(?:ostiary|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z0-9_]*)[ {]");

    /** A server that shares a database has these, and one with a file of its own doesn't. */
    private static final Set<String> WITH_POSTGRES =
            Set.of("ostiary_store_follower_lag_seconds", "ostiary_store_follower_losses_total");

    @TempDir
    private Path data;

    @Test
    void dashboardAndAlertsUseMetricsThatTheServerHas() throws IOException {
        String dashboard = Files.readString(DEPLOY.resolve("grafana/ostiary.json"));
        String alerts = Files.readString(DEPLOY.resolve("prometheus/ostiary.rules.yml"));
        Set<String> used = new TreeSet<>(names(METRIC, dashboard));
        used.addAll(names(METRIC, alerts));
        used.removeAll(WITH_POSTGRES);
        assertThat(used).hasSizeGreaterThan(20);

        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            server.anonymous().get("/oauth/v2/keys").ok();
            String metrics = server.anonymous().get("/debug/metrics").text();

            assertThat(names(SAMPLE, metrics)).containsAll(used);
        }
    }

    @Test
    void theDashboardIsWhatGrafanaReads() throws IOException {
        String dashboard = Files.readString(DEPLOY.resolve("grafana/ostiary.json"));

        assertThat(Json.parse(dashboard).getAsJsonObject().getAsJsonArray("panels"))
                .filteredOn(panel ->
                        !panel.getAsJsonObject().get("type").getAsString().equals("row"))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.getAsJsonObject().getAsJsonArray("targets"))
                        .isNotEmpty());
    }

    @Test
    void theUnitOfSystemdGivesTheServerTimeToStop() throws IOException {
        List<String> unit = Files.readAllLines(DEPLOY.resolve("systemd/ostiary.service"));

        assertThat(unit)
                .contains("TimeoutStopSec=30", "SuccessExitStatus=143", "DynamicUser=yes", "ProtectSystem=strict");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(DeploymentTest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MatchResult found) {
        return found.groupCount() == 0 ? found.group() : found.group(1);
    }
}
