package dev.ostiary.login;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;

/** The words of the pages in one language, from {@code login_<language>.properties}. */
public final class Texts {
    private static final String BUNDLE = "dev.ostiary.login.login";

    /** The languages that have a message file; the first is the one that is used when nothing else fits. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Locale locale;
    private final ResourceBundle words;

    private Texts(Locale locale) {
        this.locale = locale;
        this.words = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Returns the words of one of {@link #LANGUAGES}. */
    public static Texts in(Locale locale) {
        return new Texts(locale);
    }

    /**
     * Returns the words for a person.
     *
     * @param uiLocales what the application asked for, best first (OpenID Connect Core section 3.1.2.1)
     * @param acceptLanguage the browser's header, empty when it sent none
     * @param instanceDefault the language of the instance
     */
    public static Texts choose(List<String> uiLocales, String acceptLanguage, String instanceDefault) {
        List<List<LanguageRange>> wishes =
                List.of(ranges(String.join(",", uiLocales)), ranges(acceptLanguage), ranges(instanceDefault));
        return wishes.stream()
                .map(wish -> Locale.lookup(wish, LANGUAGES))
                .filter(found -> found != null)
                .findFirst()
                .map(Texts::in)
                .orElseGet(() -> in(LANGUAGES.getFirst()));
    }

    /** The language as an HTML {@code lang} attribute has it. */
    public String language() {
        return locale.toLanguageTag();
    }

    /**
     * Returns a text.
     *
     * @param arguments what {@code {0}}, {@code {1}} … stand for; not escaped, the template does that
     */
    public String get(String key, Object... arguments) {
        return new MessageFormat(pattern(key), locale).format(arguments);
    }

    String pattern(String key) {
        return words.getString(key);
    }

    Set<String> keys() {
        return new TreeSet<>(words.keySet());
    }

    private static List<LanguageRange> ranges(String wish) {
        try {
            return wish.isBlank() ? List.of() : LanguageRange.parse(wish);
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}
