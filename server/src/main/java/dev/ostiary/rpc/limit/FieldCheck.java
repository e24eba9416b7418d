package dev.ostiary.rpc.limit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.envoyproxy.pgv.validate.Validate;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks of one field, whether it holds one value or many. */
final class FieldCheck implements MessageCheck.Part {

    private final FieldDescriptor field;
    private final String name;
    private final MessageCheck owner;
    private final Limits limits;
    private final boolean required;
    private final boolean skipNested;
    private final @Nullable Length size;
    private final boolean unique;
    private final boolean ignoreEmpty;
    private final List<ValueCheck> checks;

    FieldCheck(FieldDescriptor field, MessageCheck owner, Limits limits) {
        this.field = field;
        this.name = MessageCheck.goName(field.getName());
        this.owner = owner;
        this.limits = limits;
        FieldRules rules = field.getOptions().getExtension(Validate.rules);
        this.required = Rules.required(rules);
        this.skipNested = rules.getMessage().getSkip();
        this.size = field.isRepeated() ? Rules.listSize(rules, field) : null;
        this.unique = rules.getRepeated().getUnique();
        this.ignoreEmpty = rules.getRepeated().getIgnoreEmpty();
        this.checks = Rules.ofValue(field.isRepeated() ? rules.getRepeated().getItems() : rules, field);
    }

    @Override
    public @Nullable String violation(Message message) {
        if (field.isRepeated()) {
            return list(message);
        }
        if (field.hasPresence() && !message.hasField(field)) {
            return required ? owner.text(name, "value is required") : null;
        }
        if (checks.isEmpty() && field.getJavaType() != JavaType.MESSAGE) {
            return null;
        }
        String reason = reason(message.getField(field));
        return reason == null ? null : owner.text(name, reason);
    }

    private @Nullable String list(Message message) {
        int count = message.getRepeatedFieldCount(field);
        String wrongSize = size == null || (ignoreEmpty && count == 0) ? null : size.reason(count);
        if (wrongSize != null) {
            return owner.text(name, wrongSize);
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Object value = message.getRepeatedField(field, i);
            String reason = unique && !seen.add(value) ? "repeated value must contain unique items" : reason(value);
            if (reason != null) {
                return owner.text(name + "[" + i + "]", reason);
            }
        }
        return null;
    }

    private @Nullable String reason(Object value) {
        String reason = first(checks, value);
        if (reason != null || skipNested || !(value instanceof Message nested)) {
            return reason;
        }
        String inside = limits.of(nested.getDescriptorForType()).violation(nested);
        return inside == null ? null : "embedded message failed validation | caused by: " + inside;
    }

    private static @Nullable String first(List<ValueCheck> checks, Object value) {
        for (ValueCheck check : checks) {
            String reason = check.reason(value);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }
}
