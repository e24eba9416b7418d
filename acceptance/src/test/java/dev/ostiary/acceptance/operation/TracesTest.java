package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.operation.Collector.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as a collector gets them from a running server. */
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String ADD = "zitadel.admin.v1.AdminService/AddGenericOIDCProvider";

    @TempDir
    private Path data;

    @Test
    void aCallIsASpanOfItsCallersTraceAndItsCommitIsPartOfIt() throws IOException {
        try (Collector collector = new Collector();
                RunningServer server = RunningServer.start(
                        sending(collector, "--trace-ratio", "0", "--log", "json", "--access-log", "on"))) {
            server.api().get("/management/v1/orgs/me").ok();
            server.api()
                    .with("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                    .post(
                            "/admin/v1/idps/generic_oidc",
                            Json.object(
                                    "name",
                                    "Secretive",
                                    "issuer",
                                    "https://idp.example.com",
                                    "clientId",
                                    "id",
                                    "clientSecret",
                                    "the-secret"))
                    .ok();
            Await.until(
                    "the spans",
                    Duration.ofSeconds(30),
                    () -> collector.spans().stream()
                            .anyMatch(span -> span.name().equals(ADD)));

            Span call = named(collector, ADD);
            assertThat(call.traceId()).isEqualTo(TRACE);
            assertThat(call.parent()).isEqualTo(CALLER);
            assertThat(call.attributes()).contains("http.response.status_code", "rpc.response.status_code", "OK");
            Span commit = named(collector, "store commit");
            assertThat(commit.parent()).isEqualTo(call.id());
            assertThat(collector.spans())
                    .as("without a trace of the caller, the ratio decides")
                    .allMatch(span -> span.traceId().equals(TRACE));
            assertThat(collector.spans().toString()).doesNotContain("Secretive", "the-secret", server.token());
            assertThat(server.output()).contains("\"trace_id\":\"" + TRACE + "\"");
        }
    }

    @Test
    void theLastSpansAreSentBeforeTheServerEnds() throws IOException {
        try (Collector collector = new Collector();
                RunningServer server = RunningServer.start(sending(collector))) {
            server.anonymous().get("/oauth/v2/keys").ok();
            server.stop();

            assertThat(collector.spans()).extracting(Span::name).contains("GET /oauth/v2/keys");
        }
    }

    @Test
    void aCollectorThatIsGoneHoldsNothingUp() throws IOException {
        Settings settings;
        try (Collector collector = new Collector()) {
            settings = sending(collector);
        }
        try (RunningServer server = RunningServer.start(settings)) {
            server.anonymous().get("/oauth/v2/keys").ok();
            assertThat(server.stop()).isIn(0, 143);
        }
    }

    private Settings sending(Collector collector, String... flags) {
        return new Settings(
                data,
                List.of(flags),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString()));
    }

    private static Span named(Collector collector, String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
