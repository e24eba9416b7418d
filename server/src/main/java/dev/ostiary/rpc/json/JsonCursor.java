package dev.ostiary.rpc.json;

import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;

/**
 * Steps through a text that {@link JsonSyntax} found to be JSON. Since its commas and colons are known to be in place, they are
 * passed over like white space.
 */
final class JsonCursor {

    /** A fault never repeats more than this of what was sent. */
    private static final int SHOWN = 100;

    private final String text;
    private int at;

    JsonCursor(String text) {
        this.text = text;
    }

    /** Moves to the next token and returns its first character; 0 at the end. */
    char peek() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!JsonSyntax.isSpace(c) && c != ',' && c != ':') {
                return c;
            }
            at++;
        }
        return 0;
    }

    int position() {
        return at;
    }

    /** Steps over a bracket when it comes next. */
    boolean passed(char bracket) {
        if (peek() != bracket) {
            return false;
        }
        at++;
        return true;
    }

    private int endOfText(int position) {
        int end = position + 1;
        while (text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    private int endOfWord(int position) {
        int end = position;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Steps over the number, {@code true}, {@code false} or {@code null} that comes next, and returns it. */
    String word() {
        int start = at;
        at = endOfWord(start);
        return text.substring(start, at);
    }

    /** Steps over the text that comes next, and returns it without quotes and escapes. */
    String string() {
        int start = ++at;
        while (true) {
            char c = text.charAt(at++);
            if (c == '"') {
                return text.substring(start, at - 1);
            }
            if (c == '\\') {
                at--;
                return escaped(start);
            }
        }
    }

    /** Steps over the value that comes next, and returns it as it was sent. */
    String raw() {
        peek();
        int start = at;
        skip();
        return text.substring(start, at);
    }

    /** Steps over the value that comes next; half a surrogate pair in one of its texts is a fault all the same. */
    void skip() {
        switch (peek()) {
            case '"' -> string();
            case '{' -> skipTo('}');
            case '[' -> skipTo(']');
            default -> word();
        }
    }

    /** A fault in a value: the right JSON for something else. */
    Problem fault(int position, String what) {
        return Problem.plain(Kind.INVALID_ARGUMENT, "proto: " + place(position) + what);
    }

    /** A fault in the shape: another kind of value than there should be. */
    Problem unexpected() {
        peek();
        return syntaxFault(at, "unexpected token " + token(at));
    }

    /** The token at a position, as it was sent: a text, number or word, cut when it is long, or one bracket. */
    String token(int position) {
        char c = text.charAt(position);
        if (c == '{' || c == '[' || c == '}' || c == ']') {
            return String.valueOf(c);
        }
        int end = c == '"' ? endOfText(position) : endOfWord(position);
        return end - position > SHOWN
                ? text.substring(position, position + SHOWN) + "…"
                : text.substring(position, end);
    }

    private Problem syntaxFault(int position, String what) {
        return Problem.plain(Kind.INVALID_ARGUMENT, "proto: syntax error " + place(position) + what);
    }

    private String place(int position) {
        int lineStart = text.lastIndexOf('\n', position - 1) + 1;
        long line = text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
        int column = text.codePointCount(lineStart, position) + 1;
        return "(line " + line + ":" + column + "): ";
    }

    private void skipTo(char end) {
        at++;
        while (!passed(end)) {
            skip();
        }
    }

    private static boolean isWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
    }

    private String escaped(int start) {
        StringBuilder value = new StringBuilder(text.length() < 256 ? text.length() : 256).append(text, start, at);
        while (true) {
            char c = text.charAt(at++);
            switch (c) {
                case '"' -> {
                    return value.toString();
                }
                case '\\' -> value.append(unescaped(start - 1));
                default -> value.append(c);
            }
        }
    }

    private String unescaped(int token) {
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'u' -> unicode(token);
            default -> String.valueOf(c);
        };
    }

    private String unicode(int token) {
        char first = hex();
        if (!Character.isSurrogate(first)) {
            return String.valueOf(first);
        }
        int after = at;
        if (Character.isHighSurrogate(first) && text.startsWith("\\u", at)) {
            at += 2;
            char second = hex();
            if (Character.isLowSurrogate(second)) {
                return new String(new char[] {first, second});
            }
        }
        String shown = text.substring(after, Math.min(after + 6, text.length()));
        throw syntaxFault(
                token, "invalid escape code \"" + shown.replace("\\", "\\\\").replace("\"", "\\\"") + "\" in string");
    }

    private char hex() {
        char value = (char) Integer.parseInt(text, at, at + 4, 16);
        at += 4;
        return value;
    }
}
