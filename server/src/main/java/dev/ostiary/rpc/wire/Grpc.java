package dev.ostiary.rpc.wire;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import dev.ostiary.rpc.contract.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * gRPC over HTTP/2 (<a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">protocol</a>), unary calls. A refusal
 * is one block of headers ("Trailers-Only").
 */
final class Grpc implements Encoding {

    static final Header ACCEPTS = new Header("grpc-accept-encoding", "gzip");

    private final Dispatch dispatch;

    Grpc(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @Override
    public Response answer(Method method, Request request) {
        Outcome outcome = dispatch.run(method, request, () -> Timeout.grpc(request), () -> decode(method, request));
        return switch (outcome) {
            case Outcome.Answer(Message message) ->
                new Response(200, List.of(contentType(request), ACCEPTS), Frames.write(message), GrpcStatus.OK);
            case Outcome.Refusal refusal -> trailersOnly(request, refusal.status());
        };
    }

    private static Message decode(Method method, Request request) {
        String encoding = request.headers().apply("grpc-encoding");
        return Frames.read(request.bytes(Frames.BODY_BYTES), encoding, method.prototype());
    }

    /** A refusal without a body, which gRPC-Web knows as well. */
    static Response trailersOnly(Request request, Status status) {
        List<Header> headers = new ArrayList<>();
        headers.add(contentType(request));
        headers.add(ACCEPTS);
        GrpcStatus.of(status).forEach((name, value) -> headers.add(new Header(name, value)));
        return new Response(200, headers, new byte[0], Map.of());
    }

    /** The answer has the request's content type. */
    static Header contentType(Request request) {
        return new Header("Content-Type", request.header("Content-Type").orElse("application/grpc"));
    }
}
