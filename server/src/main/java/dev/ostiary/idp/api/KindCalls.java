package dev.ostiary.idp.api;

import com.google.protobuf.Message;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Stored;
import java.util.function.Function;

/**
 * Registers the calls that add and update providers of one kind. What they do is the same for all kinds; only the messages differ, and
 * all answers have the fields {@code details} and {@code id} alike.
 */
record KindCalls(Twins twins, Adding adding, Updating updating) {

    /** Adds what a draft says. */
    @FunctionalInterface
    interface Adding {
        Stored<IdentityProvider> add(Call call, Level level, Draft draft);
    }

    /** Replaces a provider by what a draft says. */
    @FunctionalInterface
    interface Updating {
        Stored<IdentityProvider> update(Call call, Level level, String id, Draft draft);
    }

    /** The empty messages of a call: those of the Admin API, which are translated, and their twins of the Management API. */
    record Messages<Q extends Message>(
            Q request, Message answer, Message managementRequest, Message managementAnswer) {}

    /** @param draft translates the request */
    <Q extends Message> void add(String name, Messages<Q> messages, Function<Q, Draft> draft) {
        twins.on(
                name,
                messages.request(),
                messages.managementRequest(),
                messages.managementAnswer(),
                (call, level, request) -> {
                    Stored<IdentityProvider> added = adding.add(call, level, draft.apply(request));
                    return set(details(messages.answer(), Details.created(added)), "id", added.id())
                            .build();
                });
    }

    /**
     * @param id reads the id of the provider from the request
     * @param draft translates the rest of it
     */
    <Q extends Message> void update(
            String name, Messages<Q> messages, Function<Q, String> id, Function<Q, Draft> draft) {
        twins.on(
                name,
                messages.request(),
                messages.managementRequest(),
                messages.managementAnswer(),
                (call, level, request) -> {
                    Stored<IdentityProvider> updated =
                            updating.update(call, level, id.apply(request), draft.apply(request));
                    return details(messages.answer(), Details.changed(updated)).build();
                });
    }

    private static Message.Builder details(Message answer, ObjectDetails details) {
        return set(answer.newBuilderForType(), "details", details);
    }

    private static Message.Builder set(Message.Builder answer, String field, Object value) {
        return answer.setField(answer.getDescriptorForType().findFieldByName(field), value);
    }
}
