package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server tells who operates it. */
class MetricsTest {
    private static final String GET_ORG = "zitadel.management.v1.ManagementService/GetMyOrg";

    @TempDir
    private Path data;

    @Test
    void metricsCountRequestsCommitsAndTokensAndNameNobody() {
        try (RunningServer server = RunningServer.start(Settings.in(data))) {
            server.api().get("/management/v1/orgs/me").ok();
            server.anonymous().get("/management/v1/orgs/me");
            server.anonymous().form("/oauth/v2/token", "grant_type=password");
            server.anonymous().get("/a-secret-path");

            Answer metrics = server.anonymous().get("/debug/metrics");

            assertThat(metrics.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(metrics.text().lines())
                    .contains(
                            "ostiary_requests_total{outcome=\"OK\",route=\"" + GET_ORG + "\",surface=\"api\"} 1.0",
                            "ostiary_requests_total{outcome=\"UNAUTHENTICATED\",route=\"" + GET_ORG
                                    + "\",surface=\"api\"} 1.0",
                            "ostiary_requests_total{outcome=\"4xx\",route=\"/oauth/v2/token\",surface=\"openid\"} 1.0",
                            "ostiary_requests_total{outcome=\"4xx\",route=\"other\",surface=\"other\"} 1.0",
                            "ostiary_request_duration_seconds_count{route=\"" + GET_ORG + "\",surface=\"api\"} 2",
                            "ostiary_store_commands_waiting 0.0",
                            "ostiary_requests_running 1.0");
            assertThat(metrics.text())
                    .contains(
                            "ostiary_store_commit_seconds_bucket", "jvm_memory_used_bytes", "process_files_open_files")
                    .doesNotContain("a-secret-path", "127.0.0.1");
            Answer open = server.anonymous()
                    .with("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                    .get("/debug/metrics");
            assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/openmetrics-text");
            assertThat(open.text()).endsWith("# EOF\n");
        }
    }

    @Test
    void metricsAreAnsweredApartOrNotAtAll() throws IOException {
        int port = freePort();
        try (RunningServer server =
                RunningServer.start(new Settings(data, List.of("--metrics", "127.0.0.1:" + port), Map.of()))) {
            Api apart = Api.at(URI.create("http://127.0.0.1:" + port));

            assertThat(server.anonymous().get("/debug/metrics").status()).isEqualTo(404);
            assertThat(apart.get("/debug/metrics").text()).contains("ostiary_build_info");
            assertThat(apart.get("/debug/ready").status()).isEqualTo(200);
            assertThat(apart.get("/.well-known/openid-configuration").status()).isEqualTo(404);
            server.stop();
        }
        try (RunningServer server = RunningServer.start(new Settings(data, List.of("--metrics", "off"), Map.of()))) {
            assertThat(server.anonymous().get("/debug/metrics").status()).isEqualTo(404);
        }
    }

    @Test
    void aRequestHasOneIdInAnswerAndLogWhichSaysNoQueryAndNoToken() {
        Settings settings = new Settings(data, List.of("--log", "json", "--access-log", "on"), Map.of());
        try (RunningServer server = RunningServer.start(settings)) {
            Answer answer = server.api().with("X-Request-Id", "id-of-a-proxy").get("/management/v1/orgs/me?a=hidden");

            assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("id-of-a-proxy");
            Await.until(
                    "the line of the request",
                    Duration.ofSeconds(10),
                    () -> server.output().contains("\"request_id\":\"id-of-a-proxy\""));
            assertThat(server.output()).contains(GET_ORG.replace("/", "\\/")).doesNotContain("hidden", server.token());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
