package dev.ostiary.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private static final Route TOKEN = new Route("openid", "/token");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aRequestIsCountedWhereItWentWithTheClassOfItsStatus() {
        ask(TOKEN.to(request -> Response.of(401)), "/token");
        ask(TOKEN.to(request -> Response.of(200)), "/token");
        ask(TOKEN.to(request -> Response.of(204)), "/token");

        assertThat(requests(TOKEN, "4xx")).isEqualTo(1);
        assertThat(requests(TOKEN, "2xx")).isEqualTo(2);
        assertThat(registry.get("ostiary.request.duration")
                        .tags("surface", "openid", "route", "/token")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aCallIsCountedWithItsGrpcStatusWhateverTheHttpStatus() {
        Handler call = new Route("api", "a.Service/Call").to(request -> {
            request.exchange().ended("UNAVAILABLE");
            return Response.of(200);
        });

        ask(call, "/a.Service/Call");

        assertThat(requests(new Route("api", "a.Service/Call"), "UNAVAILABLE")).isEqualTo(1);
    }

    @Test
    void whatIsAskedForInVainMakesNoNewMetric() {
        Handler nothing = request -> Response.of(404);
        ask(nothing, "/one");
        int before = registry.getMeters().size();

        ask(nothing, "/two");

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(requests(Route.OTHER, "4xx")).isEqualTo(2);
    }

    @Test
    void aRequestIsRunningUntilItIsAnswered() {
        ask(
                request -> {
                    assertThat(running()).isEqualTo(1);
                    return Response.of(200);
                },
                "/");

        assertThat(running()).isZero();
    }

    private double running() {
        return registry.get("ostiary.requests.running").gauge().value();
    }

    private double requests(Route route, String outcome) {
        return registry.get("ostiary.requests")
                .tags("surface", route.surface(), "route", route.name(), "outcome", outcome)
                .counter()
                .count();
    }

    private void ask(Handler inside, String path) {
        new RequestMetrics(inside, registry)
                .handle(new Request(
                        "GET",
                        path,
                        "",
                        "localhost",
                        "127.0.0.1",
                        Map.<String, String>of()::get,
                        InputStream.nullInputStream()));
    }
}
