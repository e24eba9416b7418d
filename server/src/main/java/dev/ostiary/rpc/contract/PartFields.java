package dev.ostiary.rpc.contract;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the request fields that name the project or project grant a call is about: the one that the contract says the permission is
 * checked for ({@code check_field_name}), else all that are called so.
 */
final class PartFields {
    private static final List<String> NAMES = List.of("project_id", "grant_id", "project_grant_id");

    private PartFields() {}

    static List<FieldDescriptor> of(MethodDescriptor method) {
        String declared = method.getOptions()
                .getExtension(dev.ostiary.api.v1.V1.authOption)
                .getCheckFieldName();
        Stream<String> names = declared.isEmpty() ? NAMES.stream() : Stream.of(asInMessages(declared));
        return names.map(name -> Optional.ofNullable(method.getInputType().findFieldByName(name)))
                .flatMap(Optional::stream)
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING && !field.isRepeated())
                .toList();
    }

    /** The contract writes {@code ProjectId} for {@code project_id}. */
    private static String asInMessages(String declared) {
        return declared.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
