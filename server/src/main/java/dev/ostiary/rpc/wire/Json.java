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
            return readable(PRINTER.print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The printer escapes what HTML would need ({@code < > & = '}); in an answer that only makes URLs and sentences unreadable. */
    private static String readable(String json) {
        if (!json.contains("\\u00")) {
            return json;
        }
        StringBuilder text = new StringBuilder(json.length());
        int at = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            int escape = c == '\\' && json.charAt(at + 1) == 'u' ? Integer.parseInt(json, at + 2, at + 6, 16) : 0;
            if (escape > 0 && "<>&='".indexOf(escape) >= 0) {
                text.append((char) escape);
                at += 6;
            } else {
                int length = c == '\\' ? 2 : 1;
                text.append(json, at, at + length);
                at += length;
            }
        }
        return text.toString();
    }
}
