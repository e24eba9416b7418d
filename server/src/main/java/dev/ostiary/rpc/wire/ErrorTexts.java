package dev.ostiary.rpc.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The texts of errors in the languages there are, by key ({@code errors.properties}). A key without a text is its own text, as in
 * the recorded server.
 */
public final class ErrorTexts {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final int LONGEST_HEADER = 500;

    private final Map<Locale, ResourceBundle> texts;

    public ErrorTexts() {
        ResourceBundle.Control noFallback =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        texts = LANGUAGES.stream()
                .collect(Collectors.toUnmodifiableMap(
                        language -> language,
                        language -> ResourceBundle.getBundle(
                                ErrorTexts.class.getPackageName() + ".errors", language, noFallback)));
    }

    /** Returns the text of a key. */
    public String text(String key, Locale language) {
        try {
            return Objects.requireNonNull(texts.get(language)).getString(key);
        } catch (MissingResourceException e) {
            return key;
        }
    }

    /**
     * Chooses the best of the languages there are (RFC 4647 section 3.4); English when none fits.
     *
     * @param acceptLanguage the header's value, null when it was not sent
     */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isEmpty() || acceptLanguage.length() > LONGEST_HEADER) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }
}
