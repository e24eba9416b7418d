package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
    private final TestServer server = new TestServer();
    private final OutboundClient client = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final ProviderKeys keys = new ProviderKeys(client);
    private volatile int status = 200;
    private volatile String published = "{\"keys\": []}";

    @BeforeEach
    void serve() {
        server.on("/keys", exchange -> TestServer.send(exchange, status, "application/jwk-set+json", published));
    }

    @AfterEach
    void close() {
        keys.close();
        client.close();
        server.close();
    }

    private void publish(String... ids) throws JOSEException {
        StringBuilder all = new StringBuilder();
        for (String id : ids) {
            JWK key = new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK();
            all.append(all.isEmpty() ? "" : ",").append(key);
        }
        published = "{\"keys\": [" + all + "]}";
    }

    private List<JWK> select(String id) throws KeySourceException {
        return keys.select(
                server.uri("/keys"),
                new JWKSelector(new JWKMatcher.Builder().keyID(id).build()));
    }

    @Test
    void keysAreAskedForOnceAndAgainForAKeyThatIsNotKnown() throws Exception {
        publish("one");
        assertThat(select("one")).hasSize(1);
        assertThat(select("one")).hasSize(1);
        assertThat(server.asked).hasSize(1);
        publish("one", "two");
        assertThat(select("two")).hasSize(1);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void keysThatNobodyHasDoNotFloodTheProvider() throws Exception {
        publish("one");
        select("one");
        IntStream.range(0, 20).forEach(this::askForged);
        assertThat(server.asked).hasSizeLessThanOrEqualTo(3);
        assertThat(select("one")).hasSize(1);
    }

    private void askForged(int i) {
        try {
            assertThat(select("forged" + i)).isEmpty();
        } catch (KeySourceException tooOften) {
            assertThat(tooOften).isInstanceOf(RateLimitReachedException.class);
        }
    }

    @Test
    void keysOutliveAnOutage() throws Exception {
        publish("one");
        select("one");
        status = 503;
        assertThat(select("two")).isEmpty();
        assertThat(select("one")).hasSize(1);
    }

    @Test
    void withoutAnyKeysTheFailureIsSaid() {
        status = 503;
        assertThatThrownBy(() -> select("one")).isInstanceOf(KeySourceException.class);
    }

    @Test
    void whatIsNoKeySetIsRefused() {
        published = "<html>";
        assertThatThrownBy(() -> select("one")).isInstanceOf(KeySourceException.class);
    }
}
