package dev.ostiary.federation;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of an attempt's step log, for administrators.
 *
 * @param at when the step ended
 * @param ok false when the step failed
 * @param detail what happened; never a secret, at most {@value #LONGEST_DETAIL} characters
 */
public record LogEntry(Instant at, Stage stage, boolean ok, String detail) {
    static final int LONGEST_DETAIL = 400;

    /** What is done, in this order, in a sign-in. */
    public enum Stage {
        POLICY,
        DISCOVERY,
        AUTHORIZE,
        CONNECT,
        BIND,
        SEARCH,
        PASSWORD,
        CALLBACK,
        TOKEN,
        ID_TOKEN,
        ASSERTION,
        USERINFO,
        DECISION,
        RESULT;

        /** Returns the name as people read it, such as {@code id-token}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    public LogEntry {
        detail = printable(detail, LONGEST_DETAIL);
    }

    /** Nearly every text is, each time that it is read: to look for the pattern takes longer. */
    private static boolean isPrintable(String text) {
        char before = 'x';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Returns the text without control characters, cut to a length: providers write part of it. */
    public static String printable(String text, int longest) {
        String clean = (isPrintable(text) ? text : UNPRINTABLE.matcher(text).replaceAll(" ")).strip();
        return clean.length() <= longest ? clean : clean.substring(0, longest - 1) + "…";
    }
}
