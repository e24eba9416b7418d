package dev.ostiary.telemetry;

import dev.ostiary.http.Exchange;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every request an id, which its answer and each line of the log that it causes carry: the caller's own {@code X-Request-Id} where it
 * is well-formed. Where the caller says which trace it is in, the lines carry that too.
 *
 * <p>On demand it writes one line for each request: no query, no header, no body. The handler inside must not throw.
 */
public final class RequestLog implements Handler {
    static final String REQUEST_ID = "request_id";
    static final String TRACE_ID = "trace_id";

    private static final Logger LOG = LoggerFactory.getLogger("dev.ostiary.access");
    private static final String HEADER = "X-Request-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final Handler inside;
    private final boolean everyRequest;
    private final TraceParent traceParent = new TraceParent();

    /** @param everyRequest whether to write a line for each request */
    public RequestLog(Handler inside, boolean everyRequest) {
        this.inside = inside;
        this.everyRequest = everyRequest;
    }

    @Override
    public Response handle(Request request) {
        long begun = System.nanoTime();
        String id = id(request.headers().apply(HEADER));
        MDC.put(REQUEST_ID, id);
        SpanContext trace = Span.fromContext(traceParent.of(request)).getSpanContext();
        if (trace.isValid()) {
            MDC.put(TRACE_ID, trace.getTraceId());
        }
        try {
            Response answer = inside.handle(request);
            if (everyRequest) {
                write(request, answer.status(), (System.nanoTime() - begun) / 1e6);
            }
            return answer.with(HEADER, id);
        } finally {
            MDC.clear();
        }
    }

    private static String id(@Nullable String given) {
        return given != null && WELL_FORMED.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static void write(Request request, int status, double milliseconds) {
        Exchange exchange = request.exchange();
        String time = "%.2f".formatted(milliseconds);
        LOG.atInfo()
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("status", status)
                .addKeyValue("outcome", exchange.outcome(status))
                .addKeyValue("surface", exchange.route().surface())
                .addKeyValue("route", exchange.route().name())
                .addKeyValue("milliseconds", time)
                .addKeyValue("client", request.remoteAddress())
                .log("{} {} {} {} ms", request.method(), request.path(), status, time);
    }
}
