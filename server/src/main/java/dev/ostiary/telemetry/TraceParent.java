package dev.ostiary.telemetry;

import dev.ostiary.http.Request;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trace a caller says it is in (<a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>). */
final class TraceParent implements TextMapGetter<Request> {
    private static final String HEADER = "traceparent";

    /** Returns the caller's trace as context; the root when it says none, or nothing that can be read. */
    Context of(Request request) {
        return request.headers().apply(HEADER) == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), request, this);
    }

    @Override
    public Iterable<String> keys(Request request) {
        return List.of(HEADER, "tracestate");
    }

    @Override
    public @Nullable String get(@Nullable Request request, String name) {
        return request == null ? null : request.headers().apply(name);
    }
}
