package dev.ostiary.rpc.wire;

import com.google.rpc.Status;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem.Kind;

/**
 * Refuses a request that there is no room for, without looking at it: UNAVAILABLE for gRPC and gRPC-Web, a sentence for browsers, and
 * status 503 with the contract's error as JSON for everybody else.
 */
public final class Busy implements Handler {
    private static final String TEXT = "the server is busy: nothing was changed, try again in a moment";

    private final Status status = Status.newBuilder()
            .setCode(Kind.UNAVAILABLE.grpcCode)
            .setMessage(TEXT)
            .build();

    @Override
    public Response handle(Request request) {
        request.exchange().ended(Kind.UNAVAILABLE.name());
        if (request.header("Content-Type").orElse("").startsWith("application/grpc")) {
            return Grpc.trailersOnly(request, status);
        }
        Response answer = request.header("Accept").orElse("").contains("text/html")
                ? Response.of(503, "text/plain; charset=utf-8", "The server is busy. Please try again in a moment.\n")
                : Response.of(503, "application/json", Json.bytes(status));
        return answer.with("Retry-After", Overloaded.RETRY_AFTER).with("Cache-Control", "no-store");
    }
}
