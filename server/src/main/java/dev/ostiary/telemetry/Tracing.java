package dev.ostiary.telemetry;

import dev.ostiary.http.Handler;
import dev.ostiary.outbound.OutboundWatch;
import dev.ostiary.store.Store;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Traces, sent in <a href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry's protocol</a>. Where nobody wants them, there is none of
 * this, and nothing is spent on it.
 *
 * <p>Spans name routes, calls and hosts of providers: never a person, a path, a query or an address.
 */
public final class Tracing implements AutoCloseable {
    private static final long LAST_SPANS_SECONDS = 3;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * @param endpoint the collector, without {@code /v1/traces}
     * @param ratio part of the requests that are traced; those that come with a trace follow their caller's decision
     */
    public Tracing(URI endpoint, double ratio) {
        String version = Tracing.class.getPackage().getImplementationVersion();
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "ostiary",
                                AttributeKey.stringKey("service.version"),
                                Objects.requireNonNullElse(version, "unknown")))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        this.tracer = provider.get("dev.ostiary");
    }

    /** Makes a span of each request. */
    public Handler requests(Handler inside) {
        return new RequestTraces(inside, tracer);
    }

    /** Makes a span of each command that is part of a trace. */
    public Store commands(Store store) {
        return new TracedStore(store, tracer);
    }

    /** Makes a span of each request to another server that is part of a trace; the other server is told nothing of it. */
    public OutboundWatch outbound() {
        return new OutboundTraces(tracer);
    }

    /** Sends what is left. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
    }
}
