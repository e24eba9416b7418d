package dev.ostiary.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Measures requests to other servers by what came of them: the class of the status, or why there was no answer. */
public final class OutboundMetrics implements OutboundWatch {
    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    public OutboundMetrics(MeterRegistry registry) {
        this.registry = registry;
        timer("2xx");
    }

    @Override
    public OutboundAnswer watch(String method, String host, Sending call) throws OutboundFailure {
        long begun = System.nanoTime();
        try {
            OutboundAnswer answer = call.send();
            record(answer.status() / 100 + "xx", begun);
            return answer;
        } catch (OutboundFailure failure) {
            record(failure.reason().text(), begun);
            throw failure;
        }
    }

    private void record(String outcome, long begun) {
        timers.computeIfAbsent(outcome, this::timer).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String outcome) {
        return Timer.builder("ostiary.outbound.requests")
                .description("Time of requests to other servers, such as identity providers")
                .tag("outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }
}
