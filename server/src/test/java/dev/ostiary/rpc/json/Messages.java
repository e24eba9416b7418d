package dev.ostiary.rpc.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/** Makes messages of any type at random, for properties that hold for all of them. */
public final class Messages {
    private Messages() {}

    private static final int DEPTH = 3;
    private static final List<String> TEXTS =
            List.of("", "a", "Käse", "😀", "\"\\/\b\f\n\r\t", "\u2028<>&'", "null", "1e5", "{}", "\u007f\u0080");

    public static Message random(Message prototype, Random random) {
        return fill(prototype.newBuilderForType(), random, 0);
    }

    private static Message fill(Message.Builder message, Random random, int depth) {
        switch (message.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" -> {
                return time(message, random.nextLong(0, 250_000_000_000L), random);
            }
            case "google.protobuf.Duration" -> {
                return time(message, random.nextLong(0, 300_000_000_000L), random);
            }
            default -> {}
        }
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (random.nextBoolean() || (nested && depth == DEPTH)) {
                continue;
            }
            set(message, field, random, depth);
        }
        return message.build();
    }

    private static Message time(Message.Builder message, long seconds, Random random) {
        return message.setField(message.getDescriptorForType().findFieldByName("seconds"), seconds)
                .setField(message.getDescriptorForType().findFieldByName("nanos"), random.nextInt(1_000_000_000))
                .build();
    }

    private static void set(Message.Builder message, FieldDescriptor field, Random random, int depth) {
        if (!field.isRepeated()) {
            message.setField(field, value(message, field, random, depth));
            return;
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            message.addRepeatedField(field, value(message, field, random, depth));
        }
    }

    private static Object value(Message.Builder message, FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case STRING -> text(random) + text(random);
            case BYTE_STRING -> ByteString.copyFromUtf8(text(random));
            case ENUM -> {
                var values = field.getEnumType().getValues();
                yield values.get(random.nextInt(values.size()));
            }
            case MESSAGE -> fill(message.newBuilderForField(field), random, depth + 1);
        };
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
