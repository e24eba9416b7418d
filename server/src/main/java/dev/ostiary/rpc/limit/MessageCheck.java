package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one message type, in the order in which they are made: ordinary fields as declared, then each oneof, then the
 * {@code optional} fields.
 */
final class MessageCheck {

    /** Returns the text of the first limit that is broken, null when none is. */
    @FunctionalInterface
    interface Part {
        @Nullable
        String violation(Message message);
    }

    private final String type;
    private final List<Part> parts = new ArrayList<>();

    MessageCheck(Descriptor type, Limits limits) {
        this.type = goName(type);
        if (type.getOptions().getExtension(Validate.disabled)
                || type.getOptions().getExtension(Validate.ignored)) {
            return;
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getContainingOneof() == null) {
                parts.add(new FieldCheck(field, this, limits));
            }
        }
        type.getRealOneofs().forEach(oneof -> addOneof(oneof, limits));
        for (FieldDescriptor field : type.getFields()) {
            if (field.getContainingOneof() != null && field.getRealContainingOneof() == null) {
                parts.add(new FieldCheck(field, this, limits));
            }
        }
    }

    @Nullable
    String violation(Message message) {
        for (Part part : parts) {
            String violation = part.violation(message);
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    /** The text of a broken limit. */
    String text(String field, String reason) {
        return "invalid " + type + "." + field + ": " + reason;
    }

    private void addOneof(OneofDescriptor oneof, Limits limits) {
        oneof.getFields().forEach(field -> parts.add(new FieldCheck(field, this, limits)));
        if (oneof.getOptions().getExtension(Validate.required)) {
            String missing = text(goName(oneof.getName()), "value is required");
            parts.add(message -> message.hasOneof(oneof) ? null : missing);
        }
    }

    private static String goName(Descriptor type) {
        return type.getContainingType() == null
                ? type.getName()
                : goName(type.getContainingType()) + "_" + type.getName();
    }

    /** Turns {@code client_id} into {@code ClientId}, the name of the field in Go. */
    static String goName(String name) {
        StringBuilder go = new StringBuilder();
        for (String word : name.split("_")) {
            if (!word.isEmpty()) {
                go.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return go.toString();
    }
}
