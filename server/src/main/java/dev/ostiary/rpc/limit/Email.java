package dev.ostiary.rpc.limit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form of an e-mail address: the {@code dot-atom} of RFC 5322 section 3.4.1 before the at sign, a host name after it. */
final class Email {
    private Email() {}

    private static final String REASON = "value must be a valid email address | caused by: ";

    /** Returns why this is no e-mail address, null when it is one. */
    static @Nullable String fault(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return REASON + "mail: missing '@' or angle-addr";
        }
        if (address.length() > 254) {
            return REASON + "email addresses cannot exceed 254 characters";
        }
        String local = address.substring(0, at);
        if (local.length() > 64) {
            return REASON + "email address local phrase cannot exceed 64 characters";
        }
        if (!dotAtom(local)) {
            return REASON + "mail: invalid string";
        }
        String host = host(address.substring(at + 1));
        return host == null ? null : REASON + host;
    }

    private static boolean dotAtom(String local) {
        if (local.isEmpty() || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        return local.codePoints()
                .allMatch(c ->
                        c == '.' || c > 127 || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
    }

    private static @Nullable String host(String host) {
        if (host.length() > 253) {
            return "hostname cannot exceed 253 characters";
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        for (String part : name.toLowerCase(Locale.ROOT).split("\\.", -1)) {
            String fault = label(part);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String label(String part) {
        if (part.isEmpty() || part.length() > 63) {
            return "hostname part must be non-empty and cannot exceed 63 characters";
        }
        if (part.startsWith("-")) {
            return "hostname parts cannot begin with hyphens";
        }
        if (part.endsWith("-")) {
            return "hostname parts cannot end with hyphens";
        }
        boolean plain = part.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
        return plain ? null : "hostname parts can only contain alphanumeric characters or hyphens";
    }
}
