package dev.ostiary.rpc.wire;

import com.google.rpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The status of a gRPC call as header fields ("Responses" in the gRPC over HTTP/2 protocol). */
final class GrpcStatus {
    private GrpcStatus() {}

    static final Map<String, String> OK = Map.of("grpc-status", "0");

    static Map<String, String> of(Status status) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!status.getMessage().isEmpty()) {
            fields.put("grpc-message", percentEncode(status.getMessage()));
        }
        fields.put("grpc-status", String.valueOf(status.getCode()));
        if (status.getDetailsCount() > 0) {
            fields.put(
                    "grpc-status-details-bin",
                    Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()));
        }
        return fields;
    }

    private static String percentEncode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
