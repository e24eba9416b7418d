package dev.ostiary.telemetry;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Objects;

/**
 * What is measured, and where it is told: in Prometheus' text format, or in
 * <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a> for who asks for that.
 *
 * <p>Names begin with {@code ostiary_}, {@code jvm_}, {@code process_} or {@code system_}. No label holds an id, an address or what somebody entered.
 */
public final class Metrics implements AutoCloseable {
    public static final String PATH = "/debug/metrics";

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    /** Where the rooms register what they measure. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Begins to measure the process: memory, collector, threads, processor, files; and says which build runs. */
    public void ofProcess() {
        List.of(
                        new JvmMemoryMetrics(),
                        collector,
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        String version = Metrics.class.getPackage().getImplementationVersion();
        Gauge.builder("ostiary.build.info", () -> 1)
                .description("The build that runs; always 1")
                .tag("version", Objects.requireNonNullElse(version, "unknown"))
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    public Handler handler() {
        return this::answer;
    }

    private Response answer(Request request) {
        boolean open = request.header("Accept").orElse("").contains("application/openmetrics-text");
        String type = open ? OPEN_METRICS : PROMETHEUS;
        return Response.of(200, type, registry.scrape(type)).with("Cache-Control", "no-store");
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
