package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundSocketsTest {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aConnectionLeadsToTheAddressThatWasChecked() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        OutboundSockets sockets = sockets(AddressRules.LOOPBACK, host -> {
            lookups.incrementAndGet();
            return addresses("127.0.0.1");
        });

        try (Socket socket = sockets.connect("directory.test", server.getLocalPort(), AMPLE)) {
            assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
            assertThat(socket.getPort()).isEqualTo(server.getLocalPort());
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void anAddressThatIsNotAllowedIsNotConnectedTo() throws IOException {
        assertThat(failure(sockets(List.of(), host -> addresses("127.0.0.1")), AMPLE))
                .isEqualTo(Reason.REFUSED_ADDRESS);
        server.setSoTimeout(1);
        assertThat(catchThrowableOfType(SocketTimeoutException.class, server::accept))
                .isNotNull();
    }

    @Test
    void ofSeveralAddressesTheFirstThatAnswersIsTaken() throws IOException {
        OutboundSockets sockets = sockets(AddressRules.LOOPBACK, host -> addresses("127.0.0.2", "127.0.0.1"));

        try (Socket socket = sockets.connect("directory.test", server.getLocalPort(), AMPLE)) {
            assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void whatGoesWrongHasAReason() throws IOException {
        OutboundSockets unknown = sockets(AddressRules.LOOPBACK, host -> {
            throw new UnknownHostException(host);
        });
        CountDownLatch never = new CountDownLatch(1);
        OutboundSockets hanging = sockets(AddressRules.LOOPBACK, host -> {
            await(never);
            return addresses("127.0.0.1");
        });

        assertThat(failure(unknown, AMPLE)).isEqualTo(Reason.UNKNOWN_HOST);
        assertThat(failure(hanging, Duration.ofMillis(50))).isEqualTo(Reason.TIMEOUT);
        never.countDown();
        server.close();
        assertThat(failure(sockets(AddressRules.LOOPBACK, host -> addresses("127.0.0.1")), AMPLE))
                .isEqualTo(Reason.CONNECTION);
    }

    private Reason failure(OutboundSockets sockets, Duration atMost) {
        return catchThrowableOfType(
                        OutboundFailure.class, () -> sockets.connect("directory.test", server.getLocalPort(), atMost))
                .reason();
    }

    private static OutboundSockets sockets(List<Cidr> allowed, NameLookup names) {
        return new OutboundSockets(new GuardedResolver(new AddressRules(allowed), names));
    }

    private static InetAddress[] addresses(String... literals) {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.ofLiteral(literals[i]);
        }
        return addresses;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
