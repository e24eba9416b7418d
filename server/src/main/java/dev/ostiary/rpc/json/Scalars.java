package dev.ostiary.rpc.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Single values: what a JSON token or a piece of a URL means for a field. */
final class Scalars {
    private Scalars() {}

    /** An enum name that is not known. */
    private static final Object UNKNOWN = new Object();

    private static final int LONGEST_NUMBER = 400;
    private static final BigInteger MAX_UINT32 = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
    private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Returns the value that comes next; null for an enum name that is not known. */
    static @Nullable Object read(JsonCursor cursor, FieldDescriptor field) {
        char c = cursor.peek();
        int position = cursor.position();
        Object value = switch (c) {
            case '{', '[' -> null;
            case '"' -> quoted(cursor.string(), field);
            default -> word(cursor.word(), field);
        };
        if (value == null) {
            throw cursor.fault(
                    position,
                    "invalid value for " + kind(field) + " field " + field.getJsonName() + ": "
                            + cursor.token(position));
        }
        return value == UNKNOWN ? null : value;
    }

    /** The name of a field's type as in a {@code .proto} file. */
    static String kind(FieldDescriptor field) {
        return field.getType().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object quoted(String text, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> text;
            case BYTE_STRING -> bytes(text);
            case ENUM -> {
                EnumValueDescriptor value = field.getEnumType().findValueByName(text);
                yield value == null ? UNKNOWN : value;
            }
            case BOOLEAN, MESSAGE -> null;
            case INT, LONG -> integer(text, field);
            case FLOAT, DOUBLE ->
                switch (text) {
                    case "NaN" -> floating(Double.NaN, field);
                    case "Infinity" -> floating(Double.POSITIVE_INFINITY, field);
                    case "-Infinity" -> floating(Double.NEGATIVE_INFINITY, field);
                    default -> floating(text, field);
                };
        };
    }

    private static @Nullable Object word(String word, FieldDescriptor field) {
        boolean number = word.charAt(0) == '-' || Character.isDigit(word.charAt(0));
        return switch (field.getJavaType()) {
            case BOOLEAN -> bool(word);
            case INT, LONG -> number ? integer(word, field) : null;
            case FLOAT, DOUBLE -> number ? floating(word, field) : null;
            case ENUM -> number ? enumNumber(word, field) : null;
            case STRING, BYTE_STRING, MESSAGE -> null;
        };
    }

    /** Returns the value of a text that is a map's key or a part of a URL; null when it has none. */
    static @Nullable Object fromText(String text, FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case BOOLEAN ->
                switch (text) {
                    case "1", "t", "T", "TRUE", "True" -> true;
                    case "0", "f", "F", "FALSE", "False" -> false;
                    default -> bool(text);
                };
            case ENUM -> {
                EnumValueDescriptor value = field.getEnumType().findValueByName(text);
                yield value == null ? enumNumber(text, field) : value;
            }
            default -> quoted(text, field);
        };
    }

    private static @Nullable Object bool(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable Object bytes(String text) {
        try {
            Base64.Decoder decoder =
                    text.indexOf('-') >= 0 || text.indexOf('_') >= 0 ? Base64.getUrlDecoder() : Base64.getDecoder();
            return ByteString.copyFrom(decoder.decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Object enumNumber(String number, FieldDescriptor field) {
        BigInteger value = whole(number);
        return value == null || value.bitLength() > 31
                ? null
                : field.getEnumType().findValueByNumberCreatingIfUnknown(value.intValue());
    }

    private static @Nullable Object integer(String number, FieldDescriptor field) {
        BigInteger value = whole(number);
        if (value == null) {
            return null;
        }
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> value.bitLength() > 31 ? null : (Object) value.intValue();
            case UINT32, FIXED32 -> outside(value, MAX_UINT32) ? null : (Object) value.intValue();
            case UINT64, FIXED64 -> outside(value, MAX_UINT64) ? null : (Object) value.longValue();
            default -> value.bitLength() > 63 ? null : (Object) value.longValue();
        };
    }

    private static boolean outside(BigInteger value, BigInteger max) {
        return value.signum() < 0 || value.compareTo(max) > 0;
    }

    /** Returns the whole number that a JSON number stands for, such as 10 for {@code 1e1}; null when it stands for none. */
    private static @Nullable BigInteger whole(String number) {
        BigDecimal value = decimal(number);
        if (value == null || value.precision() - (long) value.scale() > 20) {
            return null;
        }
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException hasFraction) {
            return null;
        }
    }

    private static @Nullable Object floating(String number, FieldDescriptor field) {
        BigDecimal value = decimal(number);
        if (value == null) {
            return null;
        }
        Object result = floating(value.doubleValue(), field);
        double size = result instanceof Float f ? f : (Double) result;
        return Double.isInfinite(size) ? null : result;
    }

    private static Object floating(double value, FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.FLOAT ? (Object) (float) value : (Object) value;
    }

    private static @Nullable BigDecimal decimal(String number) {
        if (number.isEmpty()
                || number.length() > LONGEST_NUMBER
                || !number.chars().allMatch(Scalars::isNumeric)) {
            return null;
        }
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isNumeric(int c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }
}
