package dev.ostiary.rpc;

import com.google.protobuf.Message;
import java.util.function.Supplier;

/** Sees to it that a call that is sent again under the same idempotency key happens once. */
@FunctionalInterface
public interface Repeats {
    /** Every call happens as often as it is sent. */
    Repeats NONE = (call, key, method, request, answer, work) -> work.get();

    /**
     * Makes a call, or returns what it was answered before.
     *
     * @param key what the caller sent
     * @param method the full name of the method
     * @param answer the empty answer
     * @param work makes the call
     * @throws Problem INVALID_ARGUMENT when the key can't be used, or was used for something else; ABORTED when the call is being made, or
     *     was made and its answer is not known
     */
    Message once(Call call, String key, String method, Message request, Message answer, Supplier<Message> work);
}
