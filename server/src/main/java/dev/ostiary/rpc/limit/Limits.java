package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits of all requests, compiled into a list of checks for each message type when the first message of that type comes: a start
 * must not take longer the more calls there are. Safe for use by many threads.
 */
public final class Limits {
    private final Map<Descriptor, MessageCheck> byType = new ConcurrentHashMap<>();

    /**
     * Compiles the limits of these messages, and of all that can occur in them, ahead.
     *
     * @throws IllegalStateException when the contract has a rule that is not known here: no rule is passed over in silence
     */
    public static Limits of(Iterable<Descriptor> types) {
        Limits limits = new Limits();
        types.forEach(limits::compile);
        return limits;
    }

    /** Returns the text of the first limit that a message breaks: {@code invalid Type.Field: reason}. */
    public Optional<String> violation(Message message) {
        return Optional.ofNullable(of(message.getDescriptorForType()).violation(message));
    }

    MessageCheck of(Descriptor type) {
        MessageCheck known = byType.get(type);
        return known != null ? known : byType.computeIfAbsent(type, any -> new MessageCheck(any, this));
    }

    private void compile(Descriptor type) {
        if (byType.containsKey(type)) {
            return;
        }
        of(type);
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJavaType() == JavaType.MESSAGE) {
                compile(field.getMessageType());
            }
        }
    }
}
