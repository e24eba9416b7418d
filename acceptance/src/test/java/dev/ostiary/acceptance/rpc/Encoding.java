package dev.ostiary.acceptance.rpc;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.Map;

/** One way to make a unary call. */
public sealed interface Encoding permits Grpc, GrpcWeb, Connect {

    /**
     * Calls {@code method} with {@code request} and tells the outcome: {@code code} (gRPC's name; {@code OK} with {@code response}),
     * else {@code message} and, where there are any, {@code details}, each with its {@code @type}.
     */
    JsonObject call(URI origin, String method, JsonObject request, Map<String, String> headers, boolean compressed);
}
