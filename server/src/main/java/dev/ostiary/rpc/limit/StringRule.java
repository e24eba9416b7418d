package dev.ostiary.rpc.limit;

import io.envoyproxy.pgv.validate.Validate.StringRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits of a text. Its length is counted in code points. */
final class StringRule {
    private StringRule() {}

    static List<ValueCheck> of(StringRules rules) {
        Known.only(
                rules,
                "const",
                "len",
                "min_len",
                "max_len",
                "len_bytes",
                "min_bytes",
                "max_bytes",
                "prefix",
                "suffix",
                "contains",
                "not_contains",
                "in",
                "not_in",
                "email",
                "uri",
                "uri_ref",
                "ignore_empty");
        List<ValueCheck> checks = new ArrayList<>();
        addLists(rules, checks);
        addLengths(rules, checks);
        addParts(rules, checks);
        addForms(rules, checks);
        if (rules.getIgnoreEmpty()) {
            checks.replaceAll(check -> value -> value.equals("") ? null : check.reason(value));
        }
        return checks;
    }

    private static void addLists(StringRules rules, List<ValueCheck> checks) {
        if (rules.hasConst()) {
            checks.add(value -> Ordered.equal(value, rules.getConst()));
        }
        if (rules.getInCount() > 0) {
            checks.add(value -> Ordered.in(value, rules.getInList()));
        }
        if (rules.getNotInCount() > 0) {
            checks.add(value -> Ordered.notIn(value, rules.getNotInList()));
        }
    }

    private static void addLengths(StringRules rules, List<ValueCheck> checks) {
        if (rules.hasLen() || rules.hasMinLen() || rules.hasMaxLen()) {
            long most = rules.hasMaxLen() ? rules.getMaxLen() : Long.MAX_VALUE;
            Length runes = rules.hasLen()
                    ? Length.of(rules.getLen(), rules.getLen(), "runes")
                    : Length.of(rules.getMinLen(), most, "runes");
            checks.add(value -> runes.reason(codePoints((String) value)));
        }
        if (rules.hasLenBytes() || rules.hasMinBytes() || rules.hasMaxBytes()) {
            long most = rules.hasMaxBytes() ? rules.getMaxBytes() : Long.MAX_VALUE;
            Length bytes = rules.hasLenBytes()
                    ? Length.of(rules.getLenBytes(), rules.getLenBytes(), "bytes")
                    : Length.of(rules.getMinBytes(), most, "bytes");
            checks.add(value -> bytes.reason(((String) value).getBytes(StandardCharsets.UTF_8).length));
        }
    }

    private static void addParts(StringRules rules, List<ValueCheck> checks) {
        if (rules.hasPrefix()) {
            String reason = "value does not have prefix \"" + rules.getPrefix() + "\"";
            checks.add(value -> ((String) value).startsWith(rules.getPrefix()) ? null : reason);
        }
        if (rules.hasSuffix()) {
            String reason = "value does not have suffix \"" + rules.getSuffix() + "\"";
            checks.add(value -> ((String) value).endsWith(rules.getSuffix()) ? null : reason);
        }
        if (rules.hasContains()) {
            String reason = "value does not contain substring \"" + rules.getContains() + "\"";
            checks.add(value -> ((String) value).contains(rules.getContains()) ? null : reason);
        }
        if (rules.hasNotContains()) {
            String reason = "value contains substring \"" + rules.getNotContains() + "\"";
            checks.add(value -> ((String) value).contains(rules.getNotContains()) ? reason : null);
        }
    }

    private static void addForms(StringRules rules, List<ValueCheck> checks) {
        if (rules.getEmail()) {
            checks.add(value -> Email.fault((String) value));
        }
        if (rules.getUri()) {
            checks.add(value -> uri((String) value, true));
        }
        if (rules.getUriRef()) {
            checks.add(value -> uri((String) value, false));
        }
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static @Nullable String uri(String text, boolean absolute) {
        try {
            return new URI(text).isAbsolute() || !absolute ? null : "value must be absolute";
        } catch (URISyntaxException e) {
            return "value must be a valid URI";
        }
    }
}
