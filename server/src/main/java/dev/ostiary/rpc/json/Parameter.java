package dev.ostiary.rpc.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.text.ParseException;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what stands in a URL into the fields of a message. */
public final class Parameter {

    private final FieldNames names;

    public Parameter(FieldNames names) {
        this.names = names;
    }

    /**
     * Sets a field from a URL.
     *
     * @param path names of fields with dots between, such as {@code ctx.orgId}; one that leads nowhere is passed over
     * @throws Problem INVALID_ARGUMENT when a value doesn't fit the field
     */
    public void put(Message.Builder message, String path, List<String> values) {
        Message.Builder holder = message;
        String rest = path;
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            FieldDescriptor field = names.find(holder.getDescriptorForType(), rest.substring(0, dot));
            if (field == null) {
                return;
            }
            if (field.getJavaType() != JavaType.MESSAGE || field.isRepeated()) {
                throw refused("invalid path: \"" + field.getName() + "\" is not a message");
            }
            refuseSecondOfOneof(holder, field);
            holder = holder.getFieldBuilder(field);
            rest = rest.substring(dot + 1);
        }
        FieldDescriptor field = names.find(holder.getDescriptorForType(), rest);
        if (field != null) {
            set(holder, field, values);
        }
    }

    private static void set(Message.Builder holder, FieldDescriptor field, List<String> values) {
        if (field.isMapField()) {
            throw refused("field \"" + field.getName() + "\" can't be given in a URL");
        }
        if (field.isRepeated()) {
            values.forEach(value -> holder.addRepeatedField(field, parse(value, field)));
            return;
        }
        if (values.size() > 1) {
            throw refused("too many values for field \"" + field.getName() + "\": " + String.join(", ", values));
        }
        refuseSecondOfOneof(holder, field);
        holder.setField(field, parse(values.getFirst(), field));
    }

    private static void refuseSecondOfOneof(Message.Builder holder, FieldDescriptor field) {
        var oneof = field.getRealContainingOneof();
        if (oneof == null || !holder.hasOneof(oneof)) {
            return;
        }
        if (holder.getOneofFieldDescriptor(oneof) != field || field.getJavaType() != JavaType.MESSAGE) {
            throw refused("field already set for oneof \"" + oneof.getName() + "\"");
        }
    }

    private static Object parse(String text, FieldDescriptor field) {
        Object value = field.getJavaType() == JavaType.MESSAGE ? message(text, field) : Scalars.fromText(text, field);
        if (value == null) {
            throw refused(
                    "parsing field \"" + field.getName() + "\": invalid " + Scalars.kind(field) + " \"" + text + "\"");
        }
        return value;
    }

    private static @Nullable Message message(String text, FieldDescriptor field) {
        try {
            return switch (field.getMessageType().getFullName()) {
                case "google.protobuf.Timestamp" -> WellKnown.parseTimestamp(text);
                case "google.protobuf.Duration" -> WellKnown.parseDuration(text);
                default -> null;
            };
        } catch (ParseException | DateTimeException e) {
            return null;
        }
    }

    private static Problem refused(String text) {
        return Problem.plain(Kind.INVALID_ARGUMENT, text);
    }
}
