package dev.ostiary.acceptance.golden;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the placeholders of a recording stand for in this run.
 *
 * <p>{@code {{id7}}} and {@code {{secret1}}} are bound to the first value met in their place and must be the same ever after;
 * {@code {{date}}}, {@code {{sequence}}}, {@code {{time}}}, {@code {{secret}}} and {@code {{page}}} stand for any well-formed value. Requests also know
 * {@code {{text 200}}}, {@code {{umlauts 200}}} and {@code {{url 200}}}: a text of that many code points.
 */
final class Bindings {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z]+)(\\d*)(?: ([^}]*))?}}");
    private static final Pattern WHOLE = Pattern.compile("\\{\\{([a-z]+)(\\d*)}}");
    private static final Map<String, Pattern> FORMS = Map.of(
            "date", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3,9})?Z"),
            "sequence", Pattern.compile("[1-9]\\d*"),
            "time", Pattern.compile("[1-9]\\d{9,11}"),
            "secret", Pattern.compile("\\S{20,}"),
            "page", Pattern.compile("(?s)\\s*<!DOCTYPE html>.*</html>\\s*"),
            "id", Pattern.compile("\\S+"));

    private final Map<String, String> values = new HashMap<>();
    private final UnaryOperator<String> assertion;

    /** @param assertion makes a JWT-profile assertion for the audience that {@code {{assertion AUDIENCE}}} names */
    Bindings(UnaryOperator<String> assertion) {
        this.assertion = assertion;
    }

    void bind(String placeholder, String value) {
        values.put(placeholder, value);
    }

    /** The value of a bound placeholder such as {@code id7}. */
    String value(String placeholder) {
        String value = values.get(placeholder);
        if (value == null) {
            throw new AssertionError(
                    "{{" + placeholder + "}} was never seen: the exchange that creates it failed or is missing");
        }
        return value;
    }

    /** {@code text} with every placeholder replaced; fails when one is not bound. */
    String fill(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(replacement(found.group(1), found.group(2), found.group(3))));
    }

    private String replacement(String name, String number, String argument) {
        return switch (name) {
            case "text" -> "n".repeat(Integer.parseInt(argument));
            case "umlauts" -> "ü".repeat(Integer.parseInt(argument));
            case "url" -> "https://" + "i".repeat(Integer.parseInt(argument) - "https://".length());
            case "assertion" -> assertion.apply(argument == null ? value("origin") : argument);
            default -> value(name + number);
        };
    }

    /** Whether {@code here} is what {@code recorded} stands for; binds a placeholder that is met for the first time. */
    boolean matches(String recorded, String here) {
        Matcher whole = WHOLE.matcher(recorded);
        if (whole.matches() && !values.containsKey(whole.group(1) + whole.group(2))) {
            Pattern form = FORMS.get(whole.group(1));
            boolean fits = form != null && form.matcher(here).matches();
            if (fits && !whole.group(2).isEmpty()) {
                bind(whole.group(1) + whole.group(2), here);
            }
            return fits;
        }
        return recorded.contains("{{") ? fill(recorded).equals(here) : recorded.equals(here);
    }
}
