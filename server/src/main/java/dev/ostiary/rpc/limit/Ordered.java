package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits of values that have an order: numbers and durations. */
final class Ordered {
    private Ordered() {}

    /**
     * How the values of a type are ordered and shown.
     *
     * @param <V> Java type of the value
     */
    record Order<V>(Class<V> type, Comparator<V> comparator) {
        int compare(Object a, Object b) {
            return comparator.compare(type.cast(a), type.cast(b));
        }
    }

    static final Order<Integer> UNSIGNED_INT = new Order<>(Integer.class, Integer::compareUnsigned);
    static final Order<Long> UNSIGNED_LONG = new Order<>(Long.class, Long::compareUnsigned);
    static final Order<Duration> DURATION = new Order<>(Duration.class, Durations.comparator());

    @SuppressWarnings({"rawtypes", "unchecked"})
    static final Order<Comparable> NATURAL = new Order<Comparable>(Comparable.class, (a, b) -> a.compareTo(b));

    /** An end of a range that a value must be in. */
    private record Bound(Object value, boolean inclusive) {
        static @Nullable Bound of(Message rules, String exclusive, String inclusive) {
            Object outside = rule(rules, exclusive);
            Object inside = rule(rules, inclusive);
            return outside != null ? new Bound(outside, false) : inside != null ? new Bound(inside, true) : null;
        }
    }

    static List<ValueCheck> of(Message rules, Order<?> order) {
        Known.only(rules, "required", "const", "lt", "lte", "gt", "gte", "in", "not_in");
        List<ValueCheck> checks = new ArrayList<>();
        Object only = rule(rules, "const");
        if (only != null) {
            checks.add(value -> equal(value, only));
        }
        List<?> in = list(rules, "in");
        if (!in.isEmpty()) {
            checks.add(value -> in(value, in));
        }
        List<?> notIn = list(rules, "not_in");
        if (!notIn.isEmpty()) {
            checks.add(value -> notIn(value, notIn));
        }
        Bound low = Bound.of(rules, "gt", "gte");
        Bound high = Bound.of(rules, "lt", "lte");
        if (low != null && high != null) {
            checks.add(range(low, high, order));
        } else if (low != null) {
            checks.add(atLeast(low, order));
        } else if (high != null) {
            checks.add(atMost(high, order));
        }
        return List.copyOf(checks);
    }

    static @Nullable String equal(Object value, Object wanted) {
        return value.equals(wanted) ? null : "value must equal " + shown(wanted);
    }

    static @Nullable String in(Object value, List<?> list) {
        return list.contains(value) ? null : "value must be in list " + shown(list);
    }

    static @Nullable String notIn(Object value, List<?> list) {
        return list.contains(value) ? "value must not be in list " + shown(list) : null;
    }

    private static ValueCheck range(Bound low, Bound high, Order<?> order) {
        if (order.compare(low.value, high.value) <= 0) {
            String reason = "value must be inside range " + (low.inclusive ? "[" : "(") + shown(low.value) + ", "
                    + shown(high.value) + (high.inclusive ? "]" : ")");
            return value -> above(value, low, order) && below(value, high, order) ? null : reason;
        }
        String reason = "value must be outside range " + (high.inclusive ? "(" : "[") + shown(high.value) + ", "
                + shown(low.value) + (low.inclusive ? ")" : "]");
        return value -> above(value, low, order) || below(value, high, order) ? null : reason;
    }

    private static ValueCheck atLeast(Bound low, Order<?> order) {
        String reason = "value must be greater than " + (low.inclusive ? "or equal to " : "") + shown(low.value);
        return value -> above(value, low, order) ? null : reason;
    }

    private static ValueCheck atMost(Bound high, Order<?> order) {
        String reason = "value must be less than " + (high.inclusive ? "or equal to " : "") + shown(high.value);
        return value -> below(value, high, order) ? null : reason;
    }

    private static boolean above(Object value, Bound low, Order<?> order) {
        int compared = order.compare(value, low.value);
        return compared > 0 || (compared == 0 && low.inclusive);
    }

    private static boolean below(Object value, Bound high, Order<?> order) {
        int compared = order.compare(value, high.value);
        return compared < 0 || (compared == 0 && high.inclusive);
    }

    private static @Nullable Object rule(Message rules, String name) {
        FieldDescriptor field = rules.getDescriptorForType().findFieldByName(name);
        return field != null && rules.hasField(field) ? rules.getField(field) : null;
    }

    private static List<?> list(Message rules, String name) {
        FieldDescriptor field = rules.getDescriptorForType().findFieldByName(name);
        return field == null ? List.of() : (List<?>) rules.getField(field);
    }

    private static String shown(Object value) {
        return switch (value) {
            case List<?> list ->
                "[" + String.join(" ", list.stream().map(Ordered::shown).toList()) + "]";
            case Duration duration -> goDuration(duration);
            default -> String.valueOf(value);
        };
    }

    /** Writes a duration as Go does: {@code 4m30s}. */
    private static String goDuration(Duration duration) {
        long seconds = duration.getSeconds();
        StringBuilder text = new StringBuilder();
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append('m');
        }
        Duration rest = duration.toBuilder().setSeconds(seconds % 60).build();
        return text.append(Durations.toString(rest)).toString();
    }
}
