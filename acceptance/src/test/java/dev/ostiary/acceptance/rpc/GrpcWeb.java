package dev.ostiary.acceptance.rpc;

import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ostiary.acceptance.harness.Api;
import io.grpc.Status;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * gRPC-Web over HTTP/1.1, framed by hand as a browser's library frames it.
 *
 * @param contentType one of the four of the protocol
 * @param announced whether {@code X-Grpc-Web: 1} is sent
 */
public record GrpcWeb(String contentType, boolean announced) implements Encoding {

    @Override
    public JsonObject call(
            URI origin, String method, JsonObject request, Map<String, String> headers, boolean compressed) {
        MethodDescriptor descriptor = Contract.method(method);
        Frame frame = Frame.message(Contract.request(descriptor, request).toByteArray(), compressed);
        HttpResponse<byte[]> response = post(api(origin, headers, compressed), method, frame.encoded());
        if (response.statusCode() != 200) {
            return Contract.failure(
                    "HTTP " + response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), List.of());
        }
        List<Frame> frames = Frame.parse(decoded(response.body()));
        Map<String, String> trailers = trailers(response, frames);
        return switch (trailers.getOrDefault("grpc-status", "missing")) {
            case "0" -> success(descriptor, frames.getFirst());
            default -> failure(trailers);
        };
    }

    /** Posts a body that is already framed, and encodes it as text if this is the text encoding. */
    public HttpResponse<byte[]> post(Api api, String method, byte[] body) {
        byte[] sent = isText() ? Base64.getEncoder().encode(body) : body;
        Api typed = api.with("Content-Type", contentType);
        return (announced ? typed.with("X-Grpc-Web", "1") : typed).bytes("POST", "/" + method, sent);
    }

    /** The frames of an answer's body. */
    public List<Frame> frames(HttpResponse<byte[]> response) {
        return Frame.parse(decoded(response.body()));
    }

    private static Api api(URI origin, Map<String, String> headers, boolean compressed) {
        Api api = Api.at(origin);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            api = api.with(header.getKey(), header.getValue());
        }
        return compressed ? api.with("grpc-encoding", "gzip").with("grpc-accept-encoding", "gzip") : api;
    }

    private boolean isText() {
        return contentType.startsWith("application/grpc-web-text");
    }

    /** The text encoding may be cut into pieces that are padded each for itself. */
    private byte[] decoded(byte[] body) {
        if (!isText()) {
            return body;
        }
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        String text = new String(body, StandardCharsets.US_ASCII);
        for (String piece : text.split("(?<==)(?=[^=])")) {
            out.writeBytes(Base64.getDecoder().decode(piece));
        }
        return out.toByteArray();
    }

    /** In the last frame (flag 0x80), or, when there is no frame at all, in the headers. */
    private static Map<String, String> trailers(HttpResponse<byte[]> response, List<Frame> frames) {
        Map<String, String> trailers = new TreeMap<>();
        if (frames.isEmpty()) {
            response.headers()
                    .map()
                    .forEach(
                            (name, values) -> trailers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            return trailers;
        }
        return frames.getLast().trailers();
    }

    private static JsonObject success(MethodDescriptor method, Frame frame) {
        try {
            return Contract.success(DynamicMessage.parseFrom(method.getOutputType(), frame.payload()));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not a " + method.getOutputType().getFullName(), e);
        }
    }

    private static JsonObject failure(Map<String, String> trailers) {
        String message = URLDecoder.decode(
                trailers.getOrDefault("grpc-message", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        String details = trailers.getOrDefault("grpc-status-details-bin", "");
        try {
            return Contract.failure(
                    Status.fromCodeValue(Integer.parseInt(trailers.getOrDefault("grpc-status", "-1")))
                            .getCode()
                            .name(),
                    message,
                    com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(details))
                            .getDetailsList());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("grpc-status-details-bin: " + details, e);
        }
    }
}
