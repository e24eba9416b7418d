package dev.ostiary.rpc.wire;

import com.google.protobuf.Message;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.contract.Method;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * gRPC-Web (<a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md">protocol</a>): gRPC's frames in an ordinary
 * body, the trailers as one more frame; in the text form every frame is base64.
 */
final class GrpcWeb implements Encoding {

    private final Dispatch dispatch;
    private final boolean text;

    /**
     * @param text whether this is the text form
     */
    GrpcWeb(Dispatch dispatch, boolean text) {
        this.dispatch = dispatch;
        this.text = text;
    }

    @Override
    public Response answer(Method method, Request request) {
        Outcome outcome = dispatch.run(method, request, () -> Timeout.grpc(request), () -> decode(method, request));
        byte[] body = switch (outcome) {
            case Outcome.Answer(Message message) -> join(Frames.write(message), trailers(GrpcStatus.OK));
            case Outcome.Refusal refusal -> encoded(trailers(GrpcStatus.of(refusal.status())));
        };
        return new Response(200, List.of(Grpc.contentType(request), Grpc.ACCEPTS), body, Map.of());
    }

    private Message decode(Method method, Request request) {
        String encoding = request.headers().apply("grpc-encoding");
        byte[] frames =
                text ? fromBase64(request.bytes(Frames.BODY_BYTES / 3 * 4 + 8)) : request.bytes(Frames.BODY_BYTES);
        return Frames.read(frames, encoding, method.prototype());
    }

    private byte[] join(byte[] first, byte[] second) {
        byte[] one = encoded(first);
        byte[] two = encoded(second);
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private byte[] encoded(byte[] frame) {
        return text ? Base64.getEncoder().encode(frame) : frame;
    }

    private static byte[] trailers(Map<String, String> status) {
        StringBuilder lines = new StringBuilder();
        status.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return Frames.trailers(lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Decodes base64 that a client may have written in pieces, each with padding of its own. */
    private static byte[] fromBase64(byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        int start = 0;
        while (start < encoded.length) {
            int end = endOfPiece(encoded, start);
            try {
                decoded.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(encoded, start, end)));
            } catch (IllegalArgumentException e) {
                throw Problem.plain(Kind.INTERNAL, "grpc: error reading request: illegal base64 data");
            }
            start = end;
        }
        return decoded.toByteArray();
    }

    private static int endOfPiece(byte[] encoded, int start) {
        for (int i = start; i < encoded.length; i++) {
            if (encoded[i] == '=') {
                return Math.min(start + (i - start) / 4 * 4 + 4, encoded.length);
            }
        }
        return encoded.length;
    }
}
