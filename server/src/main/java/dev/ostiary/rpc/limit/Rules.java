package dev.ostiary.rpc.limit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.envoyproxy.pgv.validate.Validate.BoolRules;
import io.envoyproxy.pgv.validate.Validate.BytesRules;
import io.envoyproxy.pgv.validate.Validate.EnumRules;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import io.envoyproxy.pgv.validate.Validate.RepeatedRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the rules of a field into checks. */
final class Rules {
    private Rules() {}

    static boolean required(FieldRules rules) {
        return rules.getMessage().getRequired()
                || rules.getDuration().getRequired()
                || rules.getTimestamp().getRequired();
    }

    /** The checks of one value of this field, or of one item. */
    static List<ValueCheck> ofValue(FieldRules rules, FieldDescriptor field) {
        List<ValueCheck> checks = switch (rules.getTypeCase()) {
            case STRING -> StringRule.of(rules.getString());
            case BYTES -> bytes(rules.getBytes());
            case ENUM -> enums(rules.getEnum());
            case BOOL -> bool(rules.getBool());
            case FLOAT -> Ordered.of(rules.getFloat(), Ordered.NATURAL);
            case DOUBLE -> Ordered.of(rules.getDouble(), Ordered.NATURAL);
            case INT32 -> Ordered.of(rules.getInt32(), Ordered.NATURAL);
            case INT64 -> Ordered.of(rules.getInt64(), Ordered.NATURAL);
            case UINT32 -> Ordered.of(rules.getUint32(), Ordered.UNSIGNED_INT);
            case UINT64 -> Ordered.of(rules.getUint64(), Ordered.UNSIGNED_LONG);
            case SINT32 -> Ordered.of(rules.getSint32(), Ordered.NATURAL);
            case SINT64 -> Ordered.of(rules.getSint64(), Ordered.NATURAL);
            case FIXED32 -> Ordered.of(rules.getFixed32(), Ordered.UNSIGNED_INT);
            case FIXED64 -> Ordered.of(rules.getFixed64(), Ordered.UNSIGNED_LONG);
            case SFIXED32 -> Ordered.of(rules.getSfixed32(), Ordered.NATURAL);
            case SFIXED64 -> Ordered.of(rules.getSfixed64(), Ordered.NATURAL);
            case DURATION -> Ordered.of(rules.getDuration(), Ordered.DURATION);
            case REPEATED, TYPE_NOT_SET -> List.of();
            case TIMESTAMP, ANY, MAP -> nothingBut(required(rules), rules, field);
        };
        return switch (field.getJavaType()) {
            case STRING -> and(checks, Rules::withoutNul);
            case MESSAGE -> and(checks, Rules::inRange);
            default -> checks;
        };
    }

    private static List<ValueCheck> and(List<ValueCheck> checks, ValueCheck more) {
        return Stream.concat(checks.stream(), Stream.of(more)).toList();
    }

    /** The check of how many values a field has; null when there may be any number. */
    static @Nullable Length listSize(FieldRules rules, FieldDescriptor field) {
        if (rules.hasMap()) {
            throw new IllegalStateException(field.getFullName() + " has rules for a map, which are not known here");
        }
        RepeatedRules list = rules.getRepeated();
        return list.hasMinItems() || list.hasMaxItems()
                ? Length.items(list.getMinItems(), list.hasMaxItems() ? list.getMaxItems() : Long.MAX_VALUE)
                : null;
    }

    /** A text with U+0000 can't be kept by every store, and no one means it. */
    private static @Nullable String withoutNul(Object text) {
        return ((String) text).indexOf('\0') < 0 ? null : "value must not contain U+0000";
    }

    /** JSON can't say a time or a span of time that doesn't exist; the binary encodings can. */
    private static @Nullable String inRange(Object message) {
        boolean valid = switch (message) {
            case Timestamp time -> Timestamps.isValid(time);
            case Duration span -> Durations.isValid(span);
            default -> true;
        };
        return valid ? null : "value is out of range";
    }

    private static List<ValueCheck> bool(BoolRules rules) {
        return rules.hasConst() ? List.of(value -> Ordered.equal(value, rules.getConst())) : List.of();
    }

    private static List<ValueCheck> bytes(BytesRules rules) {
        Known.only(rules, "len", "min_len", "max_len", "ignore_empty");
        long most = rules.hasMaxLen() ? rules.getMaxLen() : Long.MAX_VALUE;
        Length length = rules.hasLen()
                ? Length.of(rules.getLen(), rules.getLen(), "bytes")
                : Length.of(rules.getMinLen(), most, "bytes");
        return List.of(value -> {
            int size = ((ByteString) value).size();
            return rules.getIgnoreEmpty() && size == 0 ? null : length.reason(size);
        });
    }

    private static List<ValueCheck> enums(EnumRules rules) {
        List<ValueCheck> checks = new ArrayList<>();
        if (rules.hasConst()) {
            checks.add(value -> Ordered.equal(number(value), rules.getConst()));
        }
        if (rules.getInCount() > 0) {
            checks.add(value -> Ordered.in(number(value), rules.getInList()));
        }
        if (rules.getNotInCount() > 0) {
            checks.add(value -> Ordered.notIn(number(value), rules.getNotInList()));
        }
        if (rules.getDefinedOnly()) {
            checks.add(Rules::defined);
        }
        return List.copyOf(checks);
    }

    /** protobuf makes a value without an index for a number that the enum doesn't define. */
    private static @Nullable String defined(Object value) {
        return ((EnumValueDescriptor) value).getIndex() >= 0 ? null : "value must be one of the defined enum values";
    }

    private static Object number(Object enumValue) {
        return ((EnumValueDescriptor) enumValue).getNumber();
    }

    private static List<ValueCheck> nothingBut(boolean required, Message rules, FieldDescriptor field) {
        if (!required) {
            throw new IllegalStateException(field.getFullName() + " has rules that are not known here: " + rules);
        }
        return List.of();
    }
}
