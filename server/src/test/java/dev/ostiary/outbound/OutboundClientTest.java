package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundClientTest {
    private static final OutboundLimits SHORT = new OutboundLimits(Duration.ofMillis(500), Duration.ofMillis(500));

    private final TestServer server = new TestServer();
    private final OutboundClient client = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final OutboundClient publicOnly = new OutboundClient(List.of(), OutboundLimits.DEFAULT);

    @AfterEach
    void close() {
        client.close();
        publicOnly.close();
        server.close();
    }

    @Test
    void aDocumentIsFetched() throws OutboundFailure {
        server.on("/a", 200, "text/Plain; charset=utf-8", "hello");
        OutboundAnswer answer = client.get(server.uri("/a"), "text/plain", 100);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.mediaType()).isEqualTo("text/plain");
    }

    @Test
    void aPrivateAddressIsRefusedUnlessItIsAllowed() {
        server.on("/a", 200, "text/plain", "secret");
        assertThat(failure(publicOnly, server.uri("/a"))).isEqualTo(Reason.REFUSED_ADDRESS);
        assertThat(server.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433:%d/a",
                "http://0x7f000001:%d/a",
                "http://0x7f.0.0.1:%d/a",
                "http://127.1:%d/a",
                "http://[::ffff:127.0.0.1]:%d/a",
                "http://[::1]:%d/a",
                "http://localhost:%d/a",
                "http://0.0.0.0:%d/a",
                "http://user@127.0.0.1:%d/a",
                "ftp://127.0.0.1:%d/a",
                "file:///etc/passwd#%d"
            })
    void noOtherWayToWriteAPrivateAddressGetsThrough(String uri) {
        server.on("/a", 200, "text/plain", "secret");
        assertThat(failure(publicOnly, URI.create(uri.formatted(server.port()))))
                .isIn(Reason.REFUSED_ADDRESS, Reason.INVALID_URL, Reason.UNKNOWN_HOST);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void aRedirectToAMetadataAddressIsRefused() {
        server.redirect("/a", 302, "http://169.254.169.254/latest/meta-data/");
        assertThat(failure(client, server.uri("/a"))).isEqualTo(Reason.REFUSED_ADDRESS);
    }

    @Test
    void threeRedirectsAreFollowedAndNotFour() throws OutboundFailure {
        IntStream.range(0, 4).forEach(i -> server.redirect("/r" + i, 302, "/r" + (i + 1)));
        server.on("/r4", 200, "text/plain", "there");
        assertThat(client.get(server.uri("/r1"), "*/*", 100).text()).isEqualTo("there");
        assertThat(failure(client, server.uri("/r0"))).isEqualTo(Reason.REDIRECT);
    }

    @Test
    void aRedirectToAnotherSchemeIsRefused() {
        server.redirect("/a", 302, "file:///etc/passwd");
        assertThat(failure(client, server.uri("/a"))).isEqualTo(Reason.INVALID_URL);
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() {
        OutboundAnswer answer = new OutboundAnswer(302, Map.of("Location", "http://op.example/")::get, new byte[0]);
        OutboundFailure failure = catchThrowableOfType(
                OutboundFailure.class, () -> OutboundClient.redirect(URI.create("https://op.example/a"), answer));
        assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
    }

    @Test
    void neitherAFormNorATokenFollowsARedirect() {
        server.redirect("/a", 307, "/b").on("/b", 200, "text/plain", "caught");
        OutboundFailure form = catchThrowableOfType(
                OutboundFailure.class, () -> client.postForm(server.uri("/a"), Map.of("secret", "s"), Map.of(), 100));
        OutboundFailure token = catchThrowableOfType(
                OutboundFailure.class, () -> client.getWithToken(server.uri("/a"), "*/*", "token", 100));
        assertThat(form.reason()).isEqualTo(Reason.REDIRECT);
        assertThat(token.reason()).isEqualTo(Reason.REDIRECT);
        assertThat(server.asked).containsExactly("POST /a", "GET /a");
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() {
        server.on("/a", 200, "text/plain", "x".repeat(10_001));
        OutboundFailure failure =
                catchThrowableOfType(OutboundFailure.class, () -> client.get(server.uri("/a"), "*/*", 10_000));
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aBodyWithoutEndIsNotRead() {
        server.on("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (true) {
                body.write(new byte[4096]);
            }
        });
        OutboundFailure failure =
                catchThrowableOfType(OutboundFailure.class, () -> client.get(server.uri("/a"), "*/*", 100_000));
        assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aBodyThatTricklesEndsWithTheTime() {
        CountDownLatch over = new CountDownLatch(1);
        server.on("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(over);
        });
        try (OutboundClient hurried = new OutboundClient(AddressRules.LOOPBACK, SHORT)) {
            assertThat(failure(hurried, server.uri("/a"))).isEqualTo(Reason.TIMEOUT);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aNameThatChangesItsAddressCannotMoveACall() throws OutboundFailure {
        server.on("/a", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            TestServer.send(exchange, 200, "text/plain", "ok");
        });
        Deque<String> addresses = new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254"));
        AtomicInteger lookups = new AtomicInteger();
        NameLookup changing = host -> {
            lookups.incrementAndGet();
            return new InetAddress[] {InetAddress.ofLiteral(addresses.size() > 1 ? addresses.pop() : addresses.peek())};
        };
        URI uri = URI.create("http://rebinding.example:" + server.port() + "/a");
        try (OutboundClient pinned =
                new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT, changing, OutboundWatch.NONE)) {
            assertThat(pinned.get(uri, "*/*", 100).text()).isEqualTo("ok");
            assertThat(lookups).hasValue(1);
            assertThat(failure(pinned, uri)).isEqualTo(Reason.REFUSED_ADDRESS);
        }
        assertThat(server.asked).containsExactly("GET /a");
    }

    @Test
    void ofSeveralAddressesOnlyPermittedOnesAreUsed() throws OutboundFailure {
        server.on("/a", 200, "text/plain", "ok");
        NameLookup both =
                host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("127.0.0.1")};
        try (OutboundClient picky =
                new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT, both, OutboundWatch.NONE)) {
            assertThat(picky.get(URI.create("http://two.example:" + server.port() + "/a"), "*/*", 9)
                            .text())
                    .isEqualTo("ok");
        }
    }

    @Test
    void cookiesAreNotKept() throws OutboundFailure {
        AtomicInteger withCookie = new AtomicInteger();
        server.on("/a", exchange -> {
            withCookie.addAndGet(exchange.getRequestHeaders()
                    .getOrDefault("Cookie", List.of())
                    .size());
            exchange.getResponseHeaders().set("Set-Cookie", "a=b; Path=/");
            TestServer.send(exchange, 200, "text/plain", "ok");
        });
        client.get(server.uri("/a"), "*/*", 100);
        client.get(server.uri("/a"), "*/*", 100);
        assertThat(withCookie).hasValue(0);
    }

    @Test
    void compressedAnswersAreNotAskedFor() throws OutboundFailure {
        server.on(
                "/a",
                exchange -> TestServer.send(
                        exchange,
                        200,
                        "text/plain",
                        String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))));
        assertThat(client.get(server.uri("/a"), "*/*", 100).text()).isEqualTo("null");
    }

    @Test
    void aFormIsSentEncoded() throws OutboundFailure {
        server.on(
                "/token",
                exchange -> TestServer.send(
                        exchange,
                        200,
                        "text/plain",
                        exchange.getRequestHeaders().getFirst("Content-Type") + " "
                                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        assertThat(client.postForm(server.uri("/token"), Map.of("a b", "ü&="), Map.of(), 200)
                        .text())
                .isEqualTo("application/x-www-form-urlencoded a+b=%C3%BC%26%3D");
    }

    @Test
    void whatSpeaksNoHttpIsNamed() throws IOException {
        try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(ssh));
            assertThat(failure(client, URI.create("http://127.0.0.1:" + ssh.getLocalPort() + "/")))
                    .isEqualTo(Reason.NOT_HTTP);
        }
    }

    @Test
    void aClosedPortIsNamed() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        assertThat(failure(client, URI.create("http://127.0.0.1:" + closed + "/")))
                .isEqualTo(Reason.CONNECTION);
    }

    @Test
    void aServerWithoutTlsIsNamed() throws IOException {
        try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(ssh));
            assertThat(failure(client, URI.create("https://127.0.0.1:" + ssh.getLocalPort() + "/")))
                    .isEqualTo(Reason.TLS);
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        NameLookup nobody = host -> {
            throw new UnknownHostException(host);
        };
        try (OutboundClient lost = new OutboundClient(List.of(), OutboundLimits.DEFAULT, nobody, OutboundWatch.NONE)) {
            assertThat(failure(lost, URI.create("http://nowhere.example/"))).isEqualTo(Reason.UNKNOWN_HOST);
        }
    }

    private static Reason failure(OutboundClient client, URI uri) {
        return catchThrowableOfType(OutboundFailure.class, () -> client.get(uri, "*/*", 1000))
                .reason();
    }

    private static void greet(ServerSocket server) {
        try (Socket peer = server.accept()) {
            peer.getInputStream().read(); // who speaks before being asked may be heard before the client listens
            peer.getOutputStream().write("SSH-2.0-OpenSSH_9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.getOutputStream().flush();
            peer.getInputStream().readAllBytes();
        } catch (IOException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
