package dev.ostiary.telemetry;

import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundWatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Makes a span of each request to another server that is part of a trace. */
record OutboundTraces(Tracer tracer) implements OutboundWatch {

    @Override
    public OutboundAnswer watch(String method, String host, Sending call) throws OutboundFailure {
        if (!Span.current().isRecording()) {
            return call.send();
        }
        Span span = tracer.spanBuilder(method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", method)
                .setAttribute("server.address", host)
                .startSpan();
        try {
            OutboundAnswer answer = call.send();
            span.setAttribute("http.response.status_code", answer.status());
            return answer;
        } catch (OutboundFailure failure) {
            span.setAttribute("error.type", failure.reason().text()).setStatus(StatusCode.ERROR);
            throw failure;
        } finally {
            span.end();
        }
    }
}
