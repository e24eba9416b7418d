package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int MOST = 2;

    private final CountDownLatch inside = new CountDownLatch(MOST);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Admission door = new Admission(this::answer, MOST, Set.of("/health"), request -> Response.of(503));

    private Response answer(Request request) {
        return switch (request.path()) {
            case "/stay" -> stay();
            case "/defect" -> throw new IllegalStateException("a defect");
            case "/stream" -> Response.streamed(200, List.of(), out -> Map.of());
            default -> Response.of(200);
        };
    }

    private Response stay() {
        inside.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Response.of(200);
    }

    private int status(String path) {
        return door.handle(request(path)).status();
    }

    private static Request request(String path) {
        return new Request("GET", path, "", "localhost", "127.0.0.1", name -> null, InputStream.nullInputStream());
    }

    @Test
    void whoFindsNoPlaceIsRefusedAtOnceAndHealthIsToldAllTheSame() throws Exception {
        List<CompletableFuture<Integer>> guests = List.of(
                CompletableFuture.supplyAsync(() -> status("/stay"), Thread::startVirtualThread),
                CompletableFuture.supplyAsync(() -> status("/stay"), Thread::startVirtualThread));
        inside.await();

        assertThat(status("/other")).isEqualTo(503);
        assertThat(status("/health")).isEqualTo(200);

        go.countDown();
        for (CompletableFuture<Integer> guest : guests) {
            assertThat(guest.get()).isEqualTo(200);
        }
        assertThat(status("/other")).isEqualTo(200);
    }

    @Test
    void aDefectLeavesItsPlace() {
        for (int i = 0; i < 2 * MOST; i++) {
            assertThatThrownBy(() -> status("/defect")).hasMessage("a defect");
        }
        assertThat(status("/other")).isEqualTo(200);
    }

    @Test
    void aStreamedAnswerKeepsItsPlaceUntilItsEnd() throws IOException {
        Response one = door.handle(request("/stream"));
        Response two = door.handle(request("/stream"));
        assertThat(status("/other")).isEqualTo(503);

        one.streamed().orElseThrow().write(new ByteArrayOutputStream());
        assertThat(status("/other")).isEqualTo(200);
        two.streamed().orElseThrow().write(new ByteArrayOutputStream());
    }
}
