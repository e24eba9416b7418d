package dev.ostiary.acceptance.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.api.v1.ErrorDetail;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contract as its compiled descriptors tell it. */
public final class Contract {
    private static final List<FileDescriptor> FILES = List.of(
            dev.ostiary.api.admin.v1.V1.getDescriptor(),
            dev.ostiary.api.management.v1.V1.getDescriptor(),
            dev.ostiary.api.auth.v1.V1.getDescriptor(),
            dev.ostiary.api.user.v2.V2.getDescriptor(),
            dev.ostiary.api.grpc.health.v1.V1.getDescriptor());
    private static final TypeRegistry TYPES =
            TypeRegistry.newBuilder().add(ErrorDetail.getDescriptor()).build();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().usingTypeRegistry(TYPES).omittingInsignificantWhitespace();

    private Contract() {}

    /** The method of a name such as {@code zitadel.admin.v1.AdminService/Healthz}. */
    public static MethodDescriptor method(String name) {
        String service = name.substring(0, name.indexOf('/'));
        return Optional.ofNullable(service(service).findMethodByName(name.substring(name.indexOf('/') + 1)))
                .orElseThrow(() -> new AssertionError("not in the contract: " + name));
    }

    /** The names of a service's methods. */
    static List<String> methods(String service) {
        return service(service).getMethods().stream()
                .map(MethodDescriptor::getName)
                .toList();
    }

    private static ServiceDescriptor service(String name) {
        return FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .filter(each -> each.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not in the contract: " + name));
    }

    /** The contract with all that it imports, each file after what it imports: what a client in another language reads. */
    static FileDescriptorSet descriptors() {
        Set<FileDescriptor> files = new LinkedHashSet<>();
        FILES.forEach(file -> collect(file, files));
        return FileDescriptorSet.newBuilder()
                .addAllFile(files.stream().map(FileDescriptor::toProto).toList())
                .build();
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> into) {
        file.getDependencies().forEach(each -> collect(each, into));
        into.add(file);
    }

    static Message request(MethodDescriptor method, JsonObject json) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(method.getInputType());
        try {
            JsonFormat.parser().merge(json.toString(), builder);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    json + " is no " + method.getInputType().getFullName(), e);
        }
        return builder.build();
    }

    static JsonObject json(Message message) {
        try {
            return Json.parse(PRINTER.print(message)).getAsJsonObject();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("cannot be shown as JSON: " + message, e);
        }
    }

    /** The outcome of a call that succeeded. */
    static JsonObject success(Message response) {
        return Json.object("code", "OK", "response", json(response));
    }

    /** The outcome of a call that failed. */
    static JsonObject failure(String code, String message, List<Any> details) {
        JsonObject outcome = Json.object("code", code, "message", message);
        if (!details.isEmpty()) {
            JsonArray array = new JsonArray();
            details.forEach(detail -> array.add(json(detail)));
            outcome.add("details", array);
        }
        return outcome;
    }
}
