package dev.ostiary.telemetry;

import dev.ostiary.http.Exchange;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;

/**
 * Makes a span of each request, named and described as the
 * <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">semantic conventions</a> say. The handler inside must not throw.
 */
final class RequestTraces implements Handler {
    private final Handler inside;
    private final Tracer tracer;
    private final TraceParent traceParent = new TraceParent();

    RequestTraces(Handler inside, Tracer tracer) {
        this.inside = inside;
        this.tracer = tracer;
    }

    @Override
    public Response handle(Request request) {
        Span span = tracer.spanBuilder(request.method())
                .setParent(traceParent.of(request))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", request.method())
                .startSpan();
        MDC.put(RequestLog.TRACE_ID, span.getSpanContext().getTraceId());
        try (Scope _ = span.makeCurrent()) {
            Response answer = inside.handle(request);
            describe(span, request, answer.status());
            return answer;
        } finally {
            span.end();
        }
    }

    private static void describe(Span span, Request request, int status) {
        Exchange exchange = request.exchange();
        String outcome = exchange.outcome(status);
        String route = exchange.route().name();
        span.setAttribute("http.response.status_code", status);
        if (exchange.route().surface().equals("api")) {
            span.updateName(route).setAttribute("rpc.method", route).setAttribute("rpc.response.status_code", outcome);
        } else {
            span.updateName(request.method() + " " + route).setAttribute("http.route", route);
        }
        if (status >= 500 || outcome.equals("INTERNAL") || outcome.equals("UNAVAILABLE")) {
            span.setStatus(StatusCode.ERROR);
        }
    }
}
