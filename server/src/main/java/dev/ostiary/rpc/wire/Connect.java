package dev.ostiary.rpc.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.contract.Method;
import dev.ostiary.rpc.json.FieldNames;
import dev.ostiary.rpc.json.JsonReader;
import java.util.Base64;

/** Unary calls of the <a href="https://connectrpc.com/docs/protocol">Connect protocol</a>, as JSON or in protobuf's binary form. */
final class Connect implements Encoding {

    private final Dispatch dispatch;
    private final JsonReader reader;
    private final boolean json;

    /**
     * @param json whether messages are JSON
     */
    Connect(Dispatch dispatch, FieldNames names, boolean json) {
        this.dispatch = dispatch;
        this.reader = new JsonReader(names);
        this.json = json;
    }

    @Override
    public Response answer(Method method, Request request) {
        Outcome outcome = dispatch.run(method, request, () -> Timeout.connect(request), () -> decode(method, request));
        return switch (outcome) {
            case Outcome.Answer(Message message) ->
                json
                        ? Response.of(200, "application/json", Json.bytes(message))
                        : Response.of(200, "application/proto", message.toByteArray());
            case Outcome.Refusal refusal ->
                refusal.onto(Response.of(
                        refusal.kind().httpStatus,
                        "application/json",
                        error(refusal).toString()));
        };
    }

    private Message decode(Method method, Request request) {
        String version = request.headers().apply("Connect-Protocol-Version");
        if (version != null && !version.equals("1")) {
            throw Problem.plain(
                    Kind.INVALID_ARGUMENT, "connect-protocol-version must be \"1\": got \"" + version + "\"");
        }
        boolean packed = Gzip.accepts(request.headers().apply("Content-Encoding"));
        byte[] sent = request.bytes(Dispatch.MESSAGE_BYTES);
        byte[] body = packed ? Gzip.unpack(sent, Kind.INVALID_ARGUMENT) : sent;
        if (!json) {
            return Frames.parse(body, method.prototype(), Kind.INVALID_ARGUMENT);
        }
        Message.Builder message = method.prototype().newBuilderForType();
        reader.read(body, message);
        return message.build();
    }

    private static JsonObject error(Outcome.Refusal refusal) {
        JsonObject error = new JsonObject();
        error.addProperty("code", refusal.kind().connectCode);
        error.addProperty("message", refusal.status().getMessage());
        if (refusal.status().getDetailsCount() > 0) {
            JsonArray details = new JsonArray();
            refusal.status().getDetailsList().forEach(detail -> details.add(detail(detail)));
            error.add("details", details);
        }
        return error;
    }

    private static JsonObject detail(Any detail) {
        JsonObject readable = JsonParser.parseString(Json.text(detail)).getAsJsonObject();
        readable.remove("@type");
        JsonObject shown = new JsonObject();
        shown.addProperty(
                "type", detail.getTypeUrl().substring(detail.getTypeUrl().indexOf('/') + 1));
        shown.addProperty(
                "value",
                Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(detail.getValue().toByteArray()));
        shown.add("debug", readable);
        return shown;
    }
}
