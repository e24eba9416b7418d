package dev.ostiary.grant;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The codes that people type in (RFC 8628 section 6.1): eight of twenty consonants, which make no words, and about 34 bits. They live for
 * minutes, and who guesses is stopped.
 */
final class UserCodes {
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private UserCodes() {}

    /** Returns a code as it is shown: {@code XXXX-XXXX}. */
    static String next() {
        String letters = RANDOM.ints(LENGTH, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                .collect(Collectors.joining());
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    /** What counts of a code: case and whatever is no letter of it don't matter. */
    static String normalized(String entered) {
        return entered.toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(letter -> LETTERS.indexOf(letter) >= 0)
                .limit(LENGTH + 1L)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
