package dev.ostiary.org;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one way in which a domain is written, however somebody types it: lower case, and {@code xn--} for what is not ASCII (RFC 5890). */
public final class DomainName {
    /** In a name of the DNS (RFC 1035 section 2.3.4), as text. */
    private static final int LONGEST = 253;

    /**
     * Letters that the JDK (IDNA 2003) makes others of, while registries and browsers (IDNA 2008) keep them: taking one for the other
     * would lead to somebody else's domain. Such a name has to be written with {@code xn--}.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00DF\\u03C2\\u200C\\u200D]");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private DomainName() {}

    /** Returns the domain; empty for what can't be one. A name needs two labels at least, and is no IP address. */
    public static Optional<String> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (AMBIGUOUS.matcher(lower).find()) {
            return Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return Optional.of(ascii).filter(DomainName::isName);
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    private static boolean isName(String ascii) {
        int dot = ascii.lastIndexOf('.');
        return dot > 0
                && ascii.length() <= LONGEST
                && !ascii.startsWith(".")
                && !ascii.contains("..")
                && dot < ascii.length() - 1
                && !NUMBER.matcher(ascii.substring(dot + 1)).matches();
    }
}
