package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many at once, with little good will: others are answered all the same. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OverloadTest {
    private static final int IDLE = 2_000;
    private static final int FLOOD = 200;

    @TempDir
    private static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(Settings.in(data));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thousandsOfConnectionsThatSayNothingKeepNobodyOut() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE; i++) {
                idle.add(new Socket("127.0.0.1", server.port()));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(server.api().get("/management/v1/orgs/me").status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void headersThatAreTooLargeAreRefusedAndNothingElseIs() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            byte[] status = socket.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 431");
        }
        assertThat(server.api().get("/management/v1/orgs/me").status()).isEqualTo(200);
    }

    @Test
    void aFloodOfPasswordsIsShedWithAHintAndTokensAreCheckedMeanwhile() throws InterruptedException {
        Api api = server.api();
        Queue<String> outcomes = new ConcurrentLinkedQueue<>();
        AtomicBoolean flooding = new AtomicBoolean(true);
        List<Thread> flood = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            int number = i;
            flood.add(Thread.startVirtualThread(() -> addUsers(api, number, flooding, outcomes)));
        }
        int answered = 0;
        while (answered < 100 || outcomes.stream().noneMatch(outcome -> outcome.startsWith("503"))) {
            assertThat(server.anonymous()
                            .as(server.token())
                            .get("/oidc/v1/userinfo")
                            .status())
                    .isEqualTo(200);
            answered++;
        }
        flooding.set(false);
        for (Thread thread : flood) {
            thread.join();
        }

        assertThat(outcomes).contains("200", "503 Retry-After 1").containsOnly("200", "503 Retry-After 1");
        AtomicBoolean once = new AtomicBoolean(false);
        Queue<String> after = new ConcurrentLinkedQueue<>();
        addUsers(api, FLOOD, once, after);
        assertThat(after).containsExactly("200");
    }

    /** Each needs a password hash. */
    private static void addUsers(Api api, int number, AtomicBoolean goOn, Queue<String> outcomes) {
        int round = 0;
        do {
            String name = "flood-" + number + "-" + round++;
            var answer = api.post("/v2/users/human", user(name));
            String again = answer.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> " Retry-After " + seconds)
                    .orElse("");
            outcomes.add((answer.status() == 201 ? 200 : answer.status()) + again);
        } while (goOn.get());
    }

    private static com.google.gson.JsonObject user(String name) {
        return Json.object(
                "username",
                name,
                "profile",
                Json.object("givenName", "Ada", "familyName", "Flood"),
                "email",
                Json.object("email", name + "@example.com", "isVerified", true),
                "password",
                Json.object("password", "Secr3tP4ssw0rd!", "changeRequired", false));
    }
}
