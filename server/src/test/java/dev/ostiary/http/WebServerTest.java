package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

    private final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final WebServer server = WebServer.start(this::answer, 0, "127.0.0.1");

    private Response answer(Request request) {
        seen.add(request);
        return switch (request.path()) {
            case "/defect" -> throw new IllegalStateException("secret of the inside");
            case "/small" -> Response.of(200, "text/plain", request.bytes(10));
            case "/wait" -> waited();
            case "/thread" ->
                Response.of(
                        200, "text/plain", "virtual " + Thread.currentThread().isVirtual());
            default -> Response.of(200, "text/plain", request.path() + "?" + request.query());
        };
    }

    private Response waited() {
        arrived.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Response.of(200, "text/plain", "done");
    }

    @AfterEach
    void stop() {
        go.countDown();
        server.stop();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String get(String target) throws IOException {
        return raw("GET " + target + " HTTP/1.1\r\nHost: Example.com:1\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bothVersionsAreSpokenOnOnePort(HttpClient.Version version) throws Exception {
        if (version.name().equals("HTTP_3")) {
            return;
        }
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/thread");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("virtual true");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void aRequestArrivesAsItWasSent() throws IOException {
        assertThat(get("/a%2Fb//c%20d?x=%2F&y")).contains("HTTP/1.1 200").endsWith("/a%2Fb//c%20d?x=%2F&y");
        Request request = seen.element();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.authority()).isEqualTo("Example.com:1");
        assertThat(request.host()).isEqualTo("example.com");
        assertThat(request.remoteAddress()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /..%2f..%2fetc HTTP/1.1\r\nHost: user@a\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void whatIsNoGoodHttpIsRefusedBriefly(String request) throws IOException {
        String answer = raw(request);
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Server:", "jetty", "Exception", "\tat ");
        assertThat(answer.length()).isLessThan(300);
        assertThat(seen).isEmpty();
    }

    @Test
    void headersThatAreTooLargeAreRefusedBriefly() throws IOException {
        String answer = raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431").doesNotContain("jetty");
    }

    @Test
    void aDefectShowsAReferenceOnly() throws IOException {
        assertThat(get("/defect"))
                .startsWith("HTTP/1.1 500")
                .containsPattern("internal error \\([0-9a-f]{8}\\)")
                .doesNotContain("secret");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        String head = "POST /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
        assertThat(raw(head + "Content-Length: 10\r\n\r\n0123456789")).startsWith("HTTP/1.1 200");
        assertThat(raw(head + "Content-Length: 11\r\n\r\n0123456789x")).startsWith("HTTP/1.1 413");
        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789x\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void aBodyThatBreaksOffIsRefused() throws IOException {
        assertThat(raw("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void stoppingWaitsForWhatRuns() throws Exception {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return get("/wait");
            } catch (IOException e) {
                return e.toString();
            }
        });
        arrived.await();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
        go.countDown();
        assertThat(answer.get()).endsWith("done");
        stopped.get();
    }

    @Test
    void whatIsLeftOfARequestThatIsTooLongReachesNoOtherConnection() throws IOException {
        String tooLong = "/" + "x".repeat(40_000);
        String fits = "/" + "y".repeat(8_000);
        for (int i = 0; i < 3_000; i++) {
            try {
                get(tooLong);
            } catch (SocketException hungUpBeforeAllWasSent) {
                // as it may
            }

            assertThat(get(fits)).startsWith("HTTP/1.1 200").endsWith(fits + "?");
        }
    }
}
