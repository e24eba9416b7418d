package dev.ostiary.rpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of messages under their two names, camelCase and as in the {@code .proto} file; made once. */
public final class FieldNames {

    private final Map<Descriptor, Map<String, FieldDescriptor>> byType;

    private FieldNames(Map<Descriptor, Map<String, FieldDescriptor>> byType) {
        this.byType = byType;
    }

    /** Collects the names of these messages and of all that can occur in them. */
    public static FieldNames of(Iterable<Descriptor> types) {
        Map<Descriptor, Map<String, FieldDescriptor>> byType = new HashMap<>();
        types.forEach(type -> collect(type, byType));
        return new FieldNames(Map.copyOf(byType));
    }

    /** Returns the field of this name; null when there is none. */
    public @Nullable FieldDescriptor find(Descriptor type, String name) {
        Map<String, FieldDescriptor> names = byType.get(type);
        return names == null ? null : names.get(name);
    }

    private static void collect(Descriptor type, Map<Descriptor, Map<String, FieldDescriptor>> byType) {
        if (byType.containsKey(type)) {
            return;
        }
        Map<String, FieldDescriptor> names = new HashMap<>();
        byType.put(type, names);
        for (FieldDescriptor field : type.getFields()) {
            names.put(field.getName(), field);
        }
        for (FieldDescriptor field : type.getFields()) {
            names.put(field.getJsonName(), field);
            if (field.getJavaType() == JavaType.MESSAGE) {
                collect(field.getMessageType(), byType);
            }
        }
    }
}
