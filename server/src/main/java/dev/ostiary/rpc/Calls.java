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
     * @param narrows whether it keeps to {@link Call#reach()} by itself
     */
    public record Implementation(Message prototype, BiFunction<Call, Message, Message> handler, boolean narrows) {}

    private final Map<String, Implementation> byName = new LinkedHashMap<>();

    /**
     * Registers a call.
     *
     * @param method full name with a slash, such as {@code zitadel.admin.v1.AdminService/Healthz}
     * @param prototype the request's default instance
     * @param handler throws {@link Problem} to refuse
     */
    public <Q extends Message, A extends MessageOrBuilder> void on(
            String method, Q prototype, BiFunction<Call, Q, A> handler) {
        put(method, prototype, handler, false);
    }

    /**
     * Registers a call that can also be made by who has the permission on some projects of the organization only, whichever the request
     * is about: its handler keeps to {@link Call#reach()}. Any other call needs a role on what its request names.
     */
    public <Q extends Message, A extends MessageOrBuilder> void narrowing(
            String method, Q prototype, BiFunction<Call, Q, A> handler) {
        put(method, prototype, handler, true);
    }

    @SuppressWarnings("unchecked")
    private <Q extends Message, A extends MessageOrBuilder> void put(
            String method, Q prototype, BiFunction<Call, Q, A> handler, boolean narrows) {
        BiFunction<Call, Message, Message> untyped = (call, message) -> build(handler.apply(call, (Q) message));
        if (byName.put(method, new Implementation(prototype, untyped, narrows)) != null) {
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
