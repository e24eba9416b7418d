package dev.ostiary.telemetry;

import dev.ostiary.http.Exchange;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and the time until they are answered, by where they went and what came of them. The handler inside must not throw. */
public final class RequestMetrics implements Handler {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final Handler inside;
    private final MeterRegistry registry;
    private final LongAdder running = new LongAdder();
    private final Map<Route, Meters> meters = new ConcurrentHashMap<>();

    /** What is measured of one route, found once. */
    private record Meters(Timer time, Map<String, Counter> answers) {}

    public RequestMetrics(Handler inside, MeterRegistry registry) {
        this.inside = inside;
        this.registry = registry;
        Gauge.builder("ostiary.requests.running", running::sum)
                .description("Requests that are being answered")
                .register(registry);
        Meters first = of(Route.OTHER);
        first.answers.put("4xx", answers(Route.OTHER, "4xx"));
    }

    @Override
    public Response handle(Request request) {
        long begun = System.nanoTime();
        running.increment();
        try {
            Response answer = inside.handle(request);
            count(request.exchange(), answer.status(), System.nanoTime() - begun);
            return answer;
        } finally {
            running.decrement();
        }
    }

    private void count(Exchange exchange, int status, long nanos) {
        Route route = exchange.route();
        Meters found = of(route);
        found.time.record(nanos, TimeUnit.NANOSECONDS);
        found.answers
                .computeIfAbsent(exchange.outcome(status), outcome -> answers(route, outcome))
                .increment();
    }

    private Meters of(Route route) {
        return meters.computeIfAbsent(route, this::meters);
    }

    private Meters meters(Route route) {
        Timer time = Timer.builder("ostiary.request.duration")
                .description("Time from the head of a request to its answer")
                .tag("surface", route.surface())
                .tag("route", route.name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return new Meters(time, new ConcurrentHashMap<>());
    }

    private Counter answers(Route route, String outcome) {
        return Counter.builder("ostiary.requests")
                .description(
                        "Requests that were answered: with a gRPC status on the surface api, else with a class of HTTP statuses")
                .tag("surface", route.surface())
                .tag("route", route.name())
                .tag("outcome", outcome)
                .register(registry);
    }
}
