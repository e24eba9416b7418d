package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The limits of all requests, compiled once into a list of checks for each message type. */
public final class Limits {

    private final Map<Descriptor, MessageCheck> byType = new HashMap<>();

    private Limits() {}

    /**
     * Compiles the limits of these messages and of all that can occur in them.
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
        return Objects.requireNonNull(byType.get(type), type::getFullName);
    }

    private void compile(Descriptor type) {
        if (byType.containsKey(type)) {
            return;
        }
        byType.put(type, new MessageCheck(type, this));
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJavaType() == JavaType.MESSAGE) {
                compile(field.getMessageType());
            }
        }
    }
}
