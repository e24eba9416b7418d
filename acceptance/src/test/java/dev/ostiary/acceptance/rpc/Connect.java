package dev.ostiary.acceptance.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Connect unary over HTTP/1.1.
 *
 * @param contentType {@code application/json} or {@code application/proto}
 */
public record Connect(String contentType) implements Encoding {

    @Override
    public JsonObject call(
            URI origin, String method, JsonObject request, Map<String, String> headers, boolean compressed) {
        MethodDescriptor descriptor = Contract.method(method);
        Api api = Api.at(origin).with("Content-Type", contentType).with("Connect-Protocol-Version", "1");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            api = api.with(header.getKey(), header.getValue());
        }
        Message message = Contract.request(descriptor, request);
        byte[] body =
                isJson() ? Contract.json(message).toString().getBytes(StandardCharsets.UTF_8) : message.toByteArray();
        HttpResponse<byte[]> response = api.bytes("POST", "/" + method, body);
        return response.statusCode() == 200 ? success(descriptor, response.body()) : failure(response);
    }

    private boolean isJson() {
        return contentType.equals("application/json");
    }

    private JsonObject success(MethodDescriptor method, byte[] body) {
        if (isJson()) {
            return Json.object("code", "OK", "response", Json.parse(new String(body, StandardCharsets.UTF_8)));
        }
        try {
            return Contract.success(DynamicMessage.parseFrom(method.getOutputType(), body));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not a " + method.getOutputType().getFullName(), e);
        }
    }

    /** Errors are JSON in both encodings. */
    private static JsonObject failure(HttpResponse<byte[]> response) {
        JsonObject error =
                Json.parse(new String(response.body(), StandardCharsets.UTF_8)).getAsJsonObject();
        List<Any> details = new ArrayList<>();
        if (error.has("details")) {
            for (JsonElement detail : error.getAsJsonArray("details")) {
                details.add(Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/" + Json.string(detail, "type"))
                        .setValue(ByteString.copyFrom(Base64.getDecoder().decode(Json.string(detail, "value"))))
                        .build());
            }
        }
        return Contract.failure(
                Json.string(error, "code").toUpperCase(Locale.ROOT), Json.string(error, "message"), details);
    }
}
