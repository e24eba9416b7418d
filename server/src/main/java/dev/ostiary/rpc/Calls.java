package dev.ostiary.rpc;

import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The calls that are implemented. Features register here when the server is wired; nothing is added later.
 *
 * <p>{@link Contract} checks that each name is a method of the compiled contract with these types, and that no method is missing.
 */
public final class Calls {

    /**
     * One implemented call.
     *
     * @param prototype the empty request
     */
    public record Implementation(Message prototype, BiFunction<Call, Message, Message> handler) {}

    private final Map<String, Implementation> byName = new LinkedHashMap<>();

    /**
     * Registers a call.
     *
     * @param method full name with a slash, such as {@code zitadel.admin.v1.AdminService/Healthz}
     * @param prototype the request's default instance
     * @param handler throws {@link Problem} to refuse
     */
    @SuppressWarnings("unchecked")
    public <Q extends Message, A extends MessageOrBuilder> void on(
            String method, Q prototype, BiFunction<Call, Q, A> handler) {
        BiFunction<Call, Message, Message> untyped = (call, message) -> build(handler.apply(call, (Q) message));
        if (byName.put(method, new Implementation(prototype, untyped)) != null) {
            throw new IllegalStateException(method + " is registered twice");
        }
    }

    public Map<String, Implementation> byName() {
        return Map.copyOf(byName);
    }

    private static Message build(MessageOrBuilder answer) {
        return answer instanceof Message.Builder builder ? builder.build() : (Message) answer;
    }
}
