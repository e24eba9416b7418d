package dev.ostiary.rpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fields of messages under their two names, camelCase and as in the {@code .proto} file; collected when a type is first read. */
public final class FieldNames {
    private final Map<Descriptor, Map<String, FieldDescriptor>> byType = new ConcurrentHashMap<>();

    /** Returns the field of this name; null when there is none. */
    public @Nullable FieldDescriptor find(Descriptor type, String name) {
        return byType.computeIfAbsent(type, FieldNames::collect).get(name);
    }

    private static Map<String, FieldDescriptor> collect(Descriptor type) {
        Map<String, FieldDescriptor> names = new HashMap<>();
        for (FieldDescriptor field : type.getFields()) {
            names.put(field.getName(), field);
        }
        for (FieldDescriptor field : type.getFields()) {
            names.put(field.getJsonName(), field);
        }
        return names;
    }
}
