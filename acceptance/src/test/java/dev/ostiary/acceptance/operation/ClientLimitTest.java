package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client that asks too often. */
class ClientLimitTest {
    private static final List<String> BEHIND_A_PROXY =
            List.of("--client-limit", "1", "--trusted-proxies", "127.0.0.0/8,::1/128");

    @TempDir
    private Path data;

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseNotices() {
        try (RunningServer server = RunningServer.start(new Settings(data, BEHIND_A_PROXY, Map.of()))) {
            Api client = server.anonymous().with("X-Forwarded-For", "1.1.1.1, 203.0.113.7");

            Answer refused = firstRefusal(() -> client.form("/oauth/v2/token", "grant_type=password"));
            assertThat(refused.string("error")).isEqualTo("temporarily_unavailable");
            assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(firstRefusal(() -> client.get("/oauth/v2/authorize?client_id=1"))
                            .string("error"))
                    .isEqualTo("temporarily_unavailable");
            Answer page = firstRefusal(() -> client.form("/ui/login/loginname", ""));
            assertThat(page.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(page.text()).contains("<html", "too many attempts");

            assertThat(client.get("/ui/login/").status()).isEqualTo(200);
            assertThat(client.get("/oauth/v2/keys").status()).isEqualTo(200);
            Api other = server.anonymous().with("X-Forwarded-For", "203.0.113.8");
            assertThat(other.form("/oauth/v2/token", "grant_type=password").string("error"))
                    .isEqualTo("unsupported_grant_type");
            assertThat(server.anonymous().get("/debug/metrics").text().lines())
                    .anyMatch(line -> line.matches("ostiary_client_limit_refused_total [1-9].*"));
        }
    }

    private static Answer firstRefusal(Supplier<Answer> request) {
        return Stream.generate(request)
                .limit(1000)
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a thousand requests were answered"));
    }
}
