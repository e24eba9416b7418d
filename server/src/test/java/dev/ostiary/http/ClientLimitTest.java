package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientLimitTest {
    private static final int PER_SECOND = 5;
    private static final int AT_ONCE = 50;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final ClientLimit limit = new ClientLimit(PER_SECOND, registry, nanos::get);

    private void ask(String address) {
        limit.require(new Request("POST", "/", "", "id.test", address, name -> null, InputStream.nullInputStream()));
    }

    private void useUp(String address) {
        for (int i = 0; i < AT_ONCE; i++) {
            ask(address);
        }
        double before = refused();
        assertThatThrownBy(() -> ask(address)).isInstanceOf(TooManyRequests.class);
        assertThat(refused()).isEqualTo(before + 1);
    }

    private double refused() {
        return registry.get("ostiary.client.limit.refused").counter().count();
    }

    @Test
    void tenSecondsWorthMayComeAtOnceAndThenSoManyASecond() {
        useUp("192.0.2.1");

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < PER_SECOND; i++) {
            ask("192.0.2.1");
        }
        assertThatThrownBy(() -> ask("192.0.2.1"))
                .asInstanceOf(type(TooManyRequests.class))
                .extracting(TooManyRequests::retryAfter)
                .isEqualTo("1");
    }

    @Test
    void oneClientTakesNothingFromAnother() {
        useUp("192.0.2.1");

        ask("192.0.2.2");
        ask("2001:db8:0:1::1");
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneClient() {
        useUp("2001:db8:0:1::1");

        assertThatThrownBy(() -> ask("2001:db8:0:1:ffff::2")).isInstanceOf(TooManyRequests.class);
        ask("2001:db8:0:2::1");
    }

    @Test
    void whoWaitsLongHasNoMoreThanTheOthers() {
        useUp("192.0.2.1");
        nanos.addAndGet(Duration.ofDays(1).toNanos());

        useUp("192.0.2.1");
    }

    @Test
    void thisMachineIsNotLimitedAndNobodyIsWhereThereIsNoLimit() {
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            ask("127.0.0.1");
            ask("::1");
            new ClientLimit(0, registry)
                    .require(new Request(
                            "POST", "/", "", "id.test", "192.0.2.1", name -> null, InputStream.nullInputStream()));
        }
    }
}
