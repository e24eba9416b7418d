package dev.ostiary.rpc.limit;

import org.jspecify.annotations.Nullable;

/**
 * A limit of how long a text or how many values a list may be.
 *
 * @param text why a length that is not between the two breaks the limit
 */
record Length(long least, long most, String text) {

    /** A limit of a text's characters ({@code runes}) or bytes. */
    static Length of(long least, long most, String unit) {
        return new Length(
                least, most, "value length must be " + range(least, most) + " " + unit + inclusive(least, most));
    }

    /** A limit of the number of values in a list. */
    static Length items(long least, long most) {
        boolean between = least > 0 && most != Long.MAX_VALUE && least != most;
        String range = most == Long.MAX_VALUE
                ? "at least " + least
                : least == 0
                        ? "no more than " + most
                        : least == most ? "exactly " + most : "between " + least + " and " + most;
        return new Length(least, most, "value must contain " + range + (between ? " items, inclusive" : " item(s)"));
    }

    @Nullable
    String reason(long length) {
        return length >= least && length <= most ? null : text;
    }

    private static String range(long least, long most) {
        if (least == most) {
            return String.valueOf(least);
        }
        if (most == Long.MAX_VALUE) {
            return "at least " + least;
        }
        return least == 0 ? "at most " + most : "between " + least + " and " + most;
    }

    private static String inclusive(long least, long most) {
        return least > 0 && most != Long.MAX_VALUE && least != most ? ", inclusive" : "";
    }
}
