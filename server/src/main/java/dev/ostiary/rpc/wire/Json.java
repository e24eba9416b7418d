package dev.ostiary.rpc.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.api.v1.CredentialsCheckError;
import dev.ostiary.api.v1.ErrorDetail;
import java.nio.charset.StandardCharsets;

/** Messages as JSON: fields that are not set are left out, enums by name, 64-bit numbers as text. */
final class Json {
    private Json() {}

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(ErrorDetail.getDescriptor())
                    .add(CredentialsCheckError.getDescriptor())
                    .build());

    static byte[] bytes(Message message) {
        return text(message).getBytes(StandardCharsets.UTF_8);
    }

    static String text(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
