package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that hold on to what they have been given, over real sockets. */
@Timeout(60)
class OverloadTest {
    private static final int LARGE_BODIES = 2;
    private static final int PACE_MILLIS = 20;
    private static final WebLimits LIMITS = new WebLimits(
            100,
            50,
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            LARGE_BODIES);

    private final CountDownLatch arrived = new CountDownLatch(LARGE_BODIES);
    private final CountDownLatch go = new CountDownLatch(1);
    private final WebServer server = WebServer.start(this::answer, 0, "127.0.0.1", LIMITS);
    private final List<Socket> sockets = new ArrayList<>();

    private Response answer(Request request) {
        int length = request.bytes(1 << 20).length;
        if (request.path().equals("/hold")) {
            hold();
        }
        return Response.of(200, "text/plain", "read " + length);
    }

    private void hold() {
        arrived.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Sends a byte whenever the server has said nothing for a moment, until it says something or hangs up; returns what it said. */
    private static String drip(Socket socket) throws IOException {
        socket.setSoTimeout(PACE_MILLIS);
        try {
            while (true) {
                try {
                    int said = socket.getInputStream().read();
                    return said < 0 ? "" : (char) said + all(socket);
                } catch (SocketTimeoutException nothingYet) {
                    socket.getOutputStream().write('x');
                }
            }
        } catch (IOException closed) {
            return "";
        }
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.lastIndexOf(end) < 0) {
            int said = socket.getInputStream().read();
            assertThat(said).as("after %s", read).isNotNegative();
            read.append((char) said);
        }
    }

    private void assertServes() throws IOException {
        Socket socket = connect();
        send(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(all(socket)).startsWith("HTTP/1.1 200");
    }

    @Test
    void whoNeverFinishesTheHeadOfARequestIsCutOff() throws Exception {
        Socket slow = connect();
        send(slow, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");

        assertThat(drip(slow)).doesNotContain("200");
        assertServes();
    }

    @Test
    void whoNeverFinishesTheHeadOfALaterRequestIsCutOff() throws Exception {
        Socket slow = connect();
        send(slow, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        readUntil(slow, "read 0");
        send(slow, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");

        assertThat(drip(slow)).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void whoSaysNothingIsCutOff() throws Exception {
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aBodyThatDripsIsRefused() throws Exception {
        Socket slow = connect();
        send(slow, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");

        assertThat(drip(slow)).startsWith("HTTP/1.1 400");
        assertServes();
    }

    @Test
    void aBodyThatNeverEndsIsRefused() throws Exception {
        Socket endless = connect();
        send(endless, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    send(endless, chunk);
                }
            } catch (IOException refused) {
                // as it should be
            }
        });

        byte[] answer = endless.getInputStream().readNBytes(12);
        sender.join();
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        assertServes();
    }

    @Test
    void aPeerThatIsSlowToAnswerIsNotCutOffWhileItIsWorkedFor() throws Exception {
        Socket patient = connect();
        send(patient, "POST /hold HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        Socket silent = connect();
        assertThat(silent.getInputStream().read()).isEqualTo(-1); // longer than a head may take

        go.countDown();

        assertThat(all(patient)).endsWith("read 1");
    }

    @Test
    void onlySoManyLargeBodiesAreTakenAtOnce() throws Exception {
        String large =
                "HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000);
        List<Socket> holders = new ArrayList<>();
        for (int i = 0; i < LARGE_BODIES; i++) {
            holders.add(connect());
            send(holders.getLast(), "POST /hold " + large);
        }
        arrived.await();

        Socket another = connect();
        send(another, "POST / " + large);
        byte[] answer = another.getInputStream().readNBytes(12);
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 503");
        assertServes();

        go.countDown();
        for (Socket holder : holders) {
            assertThat(all(holder)).endsWith("read 100000");
        }
    }

    @Test
    void whenThereAreManyConnectionsThoseThatDoNothingMakeRoom() throws Exception {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < LIMITS.crowded() + 10; i++) {
            idle.add(connect());
            send(idle.getLast(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        for (Socket socket : idle) {
            assertThat(all(socket)).startsWith("HTTP/1.1 200"); // ends, though an idle one alone would stay for long
        }
        assertServes();
    }
}
