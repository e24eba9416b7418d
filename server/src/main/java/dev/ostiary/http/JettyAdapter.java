package dev.ostiary.http;

import dev.ostiary.http.Response.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands Jetty's requests to our handler and writes what it answers. */
final class JettyAdapter extends org.eclipse.jetty.server.Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(JettyAdapter.class);

    private static final int IN_A_ROW = 4;

    private final Handler handler;
    private final WebLimits limits;
    private final Semaphore largeBodies;

    JettyAdapter(Handler handler, WebLimits limits) {
        this.handler = new Rescue(handler);
        this.limits = limits;
        this.largeBodies = new Semaphore(limits.largeBodies());
    }

    /**
     * A client that sends its next request at once is served by the same thread, which needn't stop for anything: it would go on while all other
     * connections wait. So after some requests it joins the end of the queue.
     */
    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        if (request.getConnectionMetaData().getConnection().getMessagesIn() % IN_A_ROW == 0) {
            Thread.yield();
        }
        write(answer(request), response, callback);
        return true;
    }

    private Response answer(org.eclipse.jetty.server.Request request) {
        Body body = new Body(Content.Source.asInputStream(request), limits.body(), largeBodies);
        try {
            return handler.handle(adapt(request, body));
        } finally {
            body.release();
        }
    }

    private static Request adapt(org.eclipse.jetty.server.Request request, Body body) {
        HttpURI uri = request.getHttpURI();
        return new Request(
                request.getMethod(),
                orEmpty(uri.getPath()),
                orEmpty(uri.getQuery()),
                orEmpty(uri.getAuthority()),
                orEmpty(org.eclipse.jetty.server.Request.getRemoteAddr(request)),
                name -> header(request.getHeaders(), name),
                body);
    }

    /** Every proxy may add a line of its own, and a proof must not come twice; of other headers the first is what counts. */
    private static @Nullable String header(HttpFields fields, String name) {
        return switch (name) {
            case ClientAddress.HEADER -> String.join(",", fields.getValuesList(name));
            case Request.DPOP -> fields.contains(name) ? String.join(",", fields.getValuesList(name)) : null;
            default -> fields.get(name);
        };
    }

    private static void write(Response answer, org.eclipse.jetty.server.Response response, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        for (Header header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        if (answer.streamed().isPresent()) {
            stream(answer.streamed().get(), response, callback);
            return;
        }
        if (!answer.trailers().isEmpty()) {
            HttpFields trailers = fields(answer.trailers());
            response.setTrailersSupplier(() -> trailers);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /** An answer that fails after it began can only break off, so that nobody takes it for complete. */
    private static void stream(Streamed body, org.eclipse.jetty.server.Response response, Callback callback) {
        AtomicReference<HttpFields> trailers = new AtomicReference<>(HttpFields.EMPTY);
        response.setTrailersSupplier(trailers::get);
        try {
            OutputStream out = Content.Sink.asOutputStream(response);
            trailers.set(fields(body.write(out)));
            out.close();
            callback.succeeded();
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (RuntimeException defect) {
            LOG.error("a streamed answer failed", defect);
            callback.failed(defect);
        }
    }

    private static HttpFields fields(Map<String, String> values) {
        HttpFields.Mutable fields = HttpFields.build();
        values.forEach(fields::add);
        return fields.asImmutable();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
