package dev.ostiary.store;

/** How a text column is compared in a list query. */
public record TextFilter(Method method, String text) {

    /** What the column must do with the text. */
    public enum Method {
        EQUALS,
        STARTS_WITH,
        CONTAINS,
        ENDS_WITH,
        EQUALS_IGNORE_CASE,
        STARTS_WITH_IGNORE_CASE,
        CONTAINS_IGNORE_CASE,
        ENDS_WITH_IGNORE_CASE;

        boolean ignoresCase() {
            return ordinal() >= EQUALS_IGNORE_CASE.ordinal();
        }
    }

    /** Returns a condition with one placeholder, to be filled with {@link #argument}. */
    public String condition(String column) {
        String subject = method.ignoresCase() ? "lower(" + column + ")" : column;
        return switch (method) {
            case EQUALS, EQUALS_IGNORE_CASE -> subject + " = ?";
            case STARTS_WITH, STARTS_WITH_IGNORE_CASE -> "substr(" + subject + ", 1, " + length() + ") = ?";
            case CONTAINS, CONTAINS_IGNORE_CASE ->
                text.isEmpty() ? "? = ''" : "replace(" + subject + ", ?, '') <> " + subject;
            case ENDS_WITH, ENDS_WITH_IGNORE_CASE ->
                "substr(" + subject + ", length(" + column + ") - " + length() + " + 1) = ?";
        };
    }

    public String argument() {
        return method.ignoresCase() ? fold(text) : text;
    }

    /** Compares without a database. */
    public boolean matches(String value) {
        String subject = method.ignoresCase() ? fold(value) : value;
        return switch (method) {
            case EQUALS, EQUALS_IGNORE_CASE -> subject.equals(argument());
            case STARTS_WITH, STARTS_WITH_IGNORE_CASE -> subject.startsWith(argument());
            case CONTAINS, CONTAINS_IGNORE_CASE -> subject.contains(argument());
            case ENDS_WITH, ENDS_WITH_IGNORE_CASE -> subject.endsWith(argument());
        };
    }

    /**
     * Brings letters to lower case one by one, so that a text keeps its length: what {@code lower} does in the database, for all of Unicode.
     */
    public static String fold(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private int length() {
        return text.codePointCount(0, text.length());
    }
}
