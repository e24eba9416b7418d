package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import dev.ostiary.MovableClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that is slow takes a bounded part of the server. */
class BulkheadTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final TestServer slow = new TestServer();
    private final TestServer quick = new TestServer();
    private final OutboundClient client = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        over.countDown();
        threads.close();
        client.close();
        slow.close();
        quick.close();
    }

    /** Something that fails, or doesn't. */
    private interface Waiting {
        void run() throws Exception;
    }

    /** Starts one more than may wait, and returns how each of them ended; the first that ends must be the one that is refused. */
    private List<Optional<Throwable>> oneTooMany(Waiting work) {
        List<CompletableFuture<Optional<Throwable>>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> end(work), threads))
                .limit(Bulkhead.MOST + 1L)
                .toList();
        CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new)).join();
        answersOfOthersComeStill();
        over.countDown();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private static Optional<Throwable> end(Waiting work) {
        try {
            work.run();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    private void answersOfOthersComeStill() {
        quick.on("/quick", 200, "text/plain", "quick");
        assertThat(end(() -> client.get(quick.uri("/quick"), "text/plain", 100)))
                .isEmpty();
    }

    private void assertOneWasRefused(List<Optional<Throwable>> ends) {
        assertThat(ends).filteredOn(Optional::isEmpty).hasSize(Bulkhead.MOST);
        assertThat(ends)
                .filteredOn(Optional::isPresent)
                .singleElement()
                .satisfies(refused -> assertThat(reason(refused.orElseThrow())).isEqualTo(OutboundFailure.Reason.BUSY));
    }

    private static OutboundFailure.Reason reason(Throwable refused) {
        OutboundFailure failure = refused instanceof OutboundFailure outbound
                ? outbound
                : (OutboundFailure) Objects.requireNonNull(refused.getCause());
        return failure.reason();
    }

    private void hold(HttpExchange exchange, String body) throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestServer.send(exchange, 200, "application/json", body);
    }

    @Test
    void callsToOneHostAreBounded() {
        slow.on("/slow", exchange -> hold(exchange, "{}"));

        assertOneWasRefused(oneTooMany(() -> client.get(slow.uri("/slow"), "application/json", 100)));

        assertThat(end(() -> client.get(slow.uri("/slow"), "application/json", 100)))
                .isEmpty();
    }

    @Test
    void soAreThoseWhoWaitForTheSameMetadata() {
        String issuer = slow.uri("").toString();
        slow.on("/.well-known/openid-configuration", exchange -> hold(exchange, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token", \
                "jwks_uri": "%1$s/keys"}""".formatted(issuer)));
        Discovery discovery = new Discovery(client, new MovableClock(Instant.parse("2026-01-01T00:00:00Z")));

        assertOneWasRefused(oneTooMany(() -> discovery.of(issuer)));

        assertThat(slow.asked).hasSize(1);
    }

    @Test
    void soAreThoseWhoWaitForTheSameKeys() throws JOSEException {
        String key = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONString();
        slow.on("/keys", exchange -> hold(exchange, "{\"keys\": [" + key + "]}"));
        JWKSelector any = new JWKSelector(new JWKMatcher.Builder().build());
        try (ProviderKeys keys = new ProviderKeys(client)) {
            assertOneWasRefused(oneTooMany(() -> keys.select(slow.uri("/keys"), any)));
        }
    }

    @Test
    void aPlaceThatIsGivenBackSoonIsForWhoWaits() {
        Bulkhead bulkhead = new Bulkhead();
        CountDownLatch inside = new CountDownLatch(Bulkhead.MOST);
        List<CompletableFuture<Optional<Throwable>>> first = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> end(() -> bulkhead.pass("peer", () -> await(inside))), threads))
                .limit(Bulkhead.MOST)
                .toList();
        CompletableFuture<Optional<Throwable>> last = new CompletableFuture<>();
        assertThat(end(inside::await)).isEmpty();
        Thread waiting = Thread.ofPlatform().start(() -> last.complete(end(() -> bulkhead.pass("peer", () -> true))));
        while (waiting.getState() != Thread.State.TIMED_WAITING && !last.isDone()) {
            Thread.onSpinWait();
        }

        over.countDown();

        assertThat(last.join()).isEmpty();
        assertThat(first).allSatisfy(one -> assertThat(one.join()).isEmpty());
    }

    private boolean await(CountDownLatch inside) {
        inside.countDown();
        return end(over::await).isEmpty();
    }
}
