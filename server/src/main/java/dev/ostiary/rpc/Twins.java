package dev.ostiary.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.function.BiFunction;

/**
 * Registers calls that the Admin and the Management API both have, with messages that are equal field by field.
 *
 * <p>A feature translates such a call once, in the Admin API's types; the Management API's messages are read as those. That the fields
 * are equal in name, number and type is checked here when the server starts.
 */
public final class Twins {
    private static final String ADMIN = "zitadel.admin.v1.AdminService/";
    private static final String MANAGEMENT = "zitadel.management.v1.ManagementService/";

    /** Answers a call at one of the levels. */
    @FunctionalInterface
    public interface Handler<Q, A> {
        A answer(Call call, Level level, Q request);
    }

    private final Calls calls;

    public Twins(Calls calls) {
        this.calls = calls;
    }

    /**
     * @param name the call's name in both services
     * @param admin the Admin API's empty request
     * @param management the Management API's empty request
     * @param answer the Management API's empty answer
     */
    public <Q extends Message, M extends Message, B extends Message, A extends Message> void on(
            String name, Q admin, M management, B answer, Handler<Q, A> handler) {
        on(name, name, admin, management, answer, handler);
    }

    /** Like the other, for a call whose name differs. */
    public <Q extends Message, M extends Message, B extends Message, A extends Message> void on(
            String adminName, String managementName, Q admin, M management, B answer, Handler<Q, A> handler) {
        requireEqual(admin, management);
        calls.on(ADMIN + adminName, admin, (call, request) -> handler.answer(call, Level.INSTANCE, request));
        calls.on(
                MANAGEMENT + managementName,
                management,
                (call, request) -> reread(handler.answer(call, Level.ORGANIZATION, reread(request, admin)), answer));
    }

    /**
     * Registers a call of an earlier version, whose messages are equal field by field to those of the version that answers it.
     *
     * @param name the whole name of the earlier call
     * @param earlier its empty request
     * @param answer its empty answer
     * @param request the empty request that it is read as
     */
    public <E extends Message, B extends Message, Q extends Message, A extends Message> void earlier(
            String name, E earlier, B answer, Q request, BiFunction<Call, Q, A> handler) {
        requireEqual(request, earlier);
        calls.on(name, earlier, (call, asked) -> reread(handler.apply(call, reread(asked, request)), answer));
    }

    private static void requireEqual(Message admin, Message management) {
        for (var field : admin.getDescriptorForType().getFields()) {
            var twin = management.getDescriptorForType().findFieldByNumber(field.getNumber());
            if (twin == null || !twin.getName().equals(field.getName()) || twin.getType() != field.getType()) {
                throw new IllegalStateException(field.getFullName() + " has no twin");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Message> T reread(Message message, T as) {
        try {
            return ((Parser<T>) as.getParserForType()).parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("twins differ", e);
        }
    }
}
