package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
    private static final String PATH = "/.well-known/openid-configuration";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final TestServer server = new TestServer();
    private final OutboundClient client = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final Discovery discovery = new Discovery(client, clock);
    private final String issuer = server.uri("").toString();
    private volatile int status = 200;
    private volatile String cacheControl = "no-store";

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void serve(String document) {
        server.on(PATH, exchange -> {
            exchange.getResponseHeaders().set("Cache-Control", cacheControl);
            TestServer.send(exchange, status, "application/json", document);
        });
    }

    private String document(String more) {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token", \
                "jwks_uri": "%1$s/keys"%2$s}""".formatted(issuer, more);
    }

    @Test
    void metadataIsReadWithTheDefaultsOfTheSpecification() throws DiscoveryFailure {
        serve(document(""));
        ProviderMetadata metadata = discovery.of(issuer);
        assertThat(metadata.tokenEndpoint()).isEqualTo(URI.create(issuer + "/token"));
        assertThat(metadata.signingAlgorithms()).containsExactly("RS256");
        assertThat(metadata.clientAuthentication()).containsExactly("client_secret_basic");
        assertThat(metadata.prompts()).isNull();
        assertThat(metadata.issInResponse()).isFalse();
    }

    @Test
    void metadataIsRememberedForTenMinutesUnlessCacheControlSaysMore() throws DiscoveryFailure {
        cacheControl = "public, max-age=1800";
        serve(document(""));
        discovery.of(issuer);
        clock.advance(Duration.ofMinutes(29));
        discovery.of(issuer);
        assertThat(server.asked).hasSize(1);
        cacheControl = "public";
        clock.advance(Duration.ofMinutes(2));
        discovery.of(issuer);
        clock.advance(Duration.ofMinutes(11));
        discovery.of(issuer);
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void manyWhoNeedTheSameProviderAskOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        server.on(PATH, exchange -> {
            try {
                all.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            TestServer.send(exchange, 200, "application/json", document(""));
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ProviderMetadata> one = () -> discovery.of(issuer);
            List<Future<ProviderMetadata>> waiting =
                    IntStream.range(0, 50).mapToObj(i -> threads.submit(one)).toList();
            all.countDown();
            for (Future<ProviderMetadata> each : waiting) {
                assertThat(each.get().issuer()).isEqualTo(issuer);
            }
        }
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void theLastGoodMetadataOutlivesAnOutageForSixHours() throws DiscoveryFailure {
        serve(document(""));
        discovery.of(issuer);
        status = 503;
        clock.advance(Duration.ofHours(5));
        assertThat(discovery.of(issuer).issuer()).isEqualTo(issuer);
        clock.advance(Duration.ofHours(2));
        assertThat(failure()).isEqualTo(DiscoveryFailure.Reason.NOT_METADATA);
    }

    @Test
    void aFailureIsRememberedForFiveSeconds() throws DiscoveryFailure {
        status = 503;
        serve(document(""));
        failure();
        failure();
        assertThat(server.asked).hasSize(1);
        status = 200;
        clock.advance(Duration.ofSeconds(6));
        assertThat(discovery.of(issuer).issuer()).isEqualTo(issuer);
    }

    @Test
    void anotherIssuerIsRefusedEvenIfOnlyASlashDiffers() {
        serve(document("").replace("\"" + issuer + "\"", "\"" + issuer + "/\""));
        assertThat(failure()).isEqualTo(DiscoveryFailure.Reason.ISSUER_MISMATCH);
    }

    @Test
    void aSlashAtTheEndOfTheIssuerIsDroppedForThePlaceOfTheDocument() throws DiscoveryFailure {
        assertThat(Discovery.location("https://op.example/tenant/"))
                .isEqualTo(URI.create("https://op.example/tenant/.well-known/openid-configuration"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>           | NOT_METADATA",
                "[]               | NOT_METADATA",
                "{\"issuer\": 1}  | NOT_METADATA",
                "{}               | NOT_METADATA"
            })
    void garbageIsRefused(String body, DiscoveryFailure.Reason reason) {
        serve(body);
        assertThat(failure()).isEqualTo(reason);
    }

    @Test
    void anEndpointMustBeHttpsWhenTheIssuerIs() {
        String https = "https://op.example";
        String document = document("").replace(issuer, https).replace(https + "/token", "http://op.example/token");
        DiscoveryFailure failure =
                catchThrowableOfType(DiscoveryFailure.class, () -> ProviderMetadata.parse(document, https));
        assertThat(failure.reason()).isEqualTo(DiscoveryFailure.Reason.INVALID_ENDPOINT);
        assertThat(failure).hasMessageContaining("token_endpoint");
    }

    @Test
    void anEndpointMustBeAUrlOfTheWeb() {
        serve(document(", \"userinfo_endpoint\": \"javascript:alert(1)\""));
        assertThat(failure()).isEqualTo(DiscoveryFailure.Reason.INVALID_ENDPOINT);
    }

    @Test
    void aMissingEndpointIsNamed() {
        serve("{\"issuer\": \"" + issuer + "\"}");
        DiscoveryFailure failure = catchThrowableOfType(DiscoveryFailure.class, () -> discovery.of(issuer));
        assertThat(failure).hasMessageContaining("authorization_endpoint");
    }

    @Test
    void onlyTheMostRecentProvidersAreRemembered() {
        Recent<Integer, Integer> recent = new Recent<>(3);
        IntStream.range(0, 10).forEach(i -> recent.get(i, key -> key * 2));
        assertThat(recent.size()).isEqualTo(3);
        assertThat(recent.get(9, key -> -1)).isEqualTo(18);
        assertThat(recent.get(0, key -> -1)).isEqualTo(-1);
    }

    private DiscoveryFailure.Reason failure() {
        return catchThrowableOfType(DiscoveryFailure.class, () -> discovery.of(issuer))
                .reason();
    }
}
