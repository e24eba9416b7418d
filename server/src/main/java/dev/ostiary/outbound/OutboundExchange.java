package dev.ostiary.outbound;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** One request and its answer: counts bytes as they arrive and turns what goes wrong into a reason. */
final class OutboundExchange implements Response.Listener {
    private final int limit;
    private final Duration total;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<OutboundAnswer> answer = new CompletableFuture<>();
    /** Whether the request's header is on its way: over https, that a secure connection was made. */
    private volatile boolean sent;

    OutboundExchange(int limit, Duration total) {
        this.limit = limit;
        this.total = total;
    }

    OutboundAnswer run(Request request) throws OutboundFailure {
        boolean secure = "https".equalsIgnoreCase(request.getScheme());
        request.onRequestCommit(committed -> sent = true).send(this);
        try {
            // Jetty keeps the request's own timeout; this one only makes sure that nobody waits for ever.
            return answer.get(total.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.abort(e);
            throw new OutboundFailure(Reason.CONNECTION, "interrupted", e);
        } catch (TimeoutException e) {
            request.abort(e);
            throw failure(e, secure);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), secure);
        }
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        if (body.size() + content.remaining() > limit) {
            response.abort(new OutboundFailure(Reason.TOO_LARGE, "the answer has more than " + limit + " bytes"));
            return;
        }
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void onComplete(Result result) {
        Throwable failure = result.getFailure();
        if (failure != null) {
            answer.completeExceptionally(failure);
            return;
        }
        Response response = result.getResponse();
        answer.complete(new OutboundAnswer(response.getStatus(), response.getHeaders()::get, body.toByteArray()));
    }

    private OutboundFailure failure(@Nullable Throwable cause, boolean secure) {
        return switch (cause) {
            case OutboundFailure failure -> failure;
            case SocketTimeoutException e -> new OutboundFailure(Reason.TIMEOUT, "no connection in time", e);
            case TimeoutException e -> new OutboundFailure(Reason.TIMEOUT, "no answer in time", e);
            case SSLException e -> new OutboundFailure(Reason.TLS, "no secure connection: " + e.getMessage(), e);
            case ConnectException e -> new OutboundFailure(Reason.CONNECTION, "nobody answers", e);
            case HttpResponseException e -> new OutboundFailure(Reason.NOT_HTTP, "the answer is not HTTP", e);
            case EofException e
            when secure && !sent ->
                new OutboundFailure(Reason.TLS, "no secure connection: the other side broke it off", e);
            case null -> new OutboundFailure(Reason.CONNECTION, "the connection broke off");
            default -> new OutboundFailure(Reason.CONNECTION, "the connection broke off", cause);
        };
    }
}
