package dev.ostiary.rpc.json;

import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Finds where the first JSON value of a text ends, and refuses what is no JSON (RFC 8259) in the words of the recorded server.
 * What follows that value is not looked at.
 */
final class JsonSyntax {

    /** How deep objects and lists may nest, as in protobuf's binary form. */
    static final int DEPTH = 100;

    private final String text;
    private int at;

    private JsonSyntax(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** Returns the index of the first character that is not white space; the length when there is none. */
    static int start(String text) {
        int at = 0;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /**
     * Returns the index after the value that begins at {@code from}.
     *
     * @throws Problem INVALID_ARGUMENT when it is no JSON
     */
    static int end(String text, int from) {
        JsonSyntax syntax = new JsonSyntax(text, from);
        syntax.value(0);
        return syntax.at;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private void value(int depth) {
        char c = takeAfterSpace();
        switch (c) {
            case '{' -> object(deeper(c, depth));
            case '[' -> list(deeper(c, depth));
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(c);
            default -> throw unexpected(c, "looking for beginning of value");
        }
    }

    private static int deeper(char c, int depth) {
        if (depth == DEPTH) {
            throw unexpected(c, "exceeded max depth");
        }
        return depth + 1;
    }

    private void object(int depth) {
        char c = takeAfterSpace();
        if (c == '}') {
            return;
        }
        while (true) {
            if (c != '"') {
                throw unexpected(c, "looking for beginning of object key string");
            }
            string();
            expect(':', "after object key");
            value(depth);
            c = takeAfterSpace();
            if (c == '}') {
                return;
            }
            if (c != ',') {
                throw unexpected(c, "after object key:value pair");
            }
            c = takeAfterSpace();
        }
    }

    private void list(int depth) {
        if (takeAfterSpace() == ']') {
            return;
        }
        at--;
        while (true) {
            value(depth);
            char c = takeAfterSpace();
            if (c == ']') {
                return;
            }
            if (c != ',') {
                throw unexpected(c, "after array element");
            }
        }
    }

    private void string() {
        while (true) {
            char c = take();
            if (c == '"') {
                return;
            }
            if (c < ' ') {
                throw unexpected(c, "in string literal");
            }
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        char c = take();
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                char digit = take();
                if (Character.digit(digit, 16) < 0 || digit > 'f') {
                    throw unexpected(digit, "in \\u hexadecimal character escape");
                }
            }
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            throw unexpected(c, "in string escape code");
        }
    }

    private void literal(String word) {
        for (int i = 1; i < word.length(); i++) {
            expect(word.charAt(i), "in literal " + word + " (expecting '" + word.charAt(i) + "')");
        }
    }

    private void number(char first) {
        char digit = first == '-' ? digit("in numeric literal") : first;
        if (digit != '0') {
            digits();
        }
        if (nextIs('.', '.')) {
            at++;
            digit("after decimal point in numeric literal");
            digits();
        }
        if (nextIs('e', 'E')) {
            at++;
            if (nextIs('+', '-')) {
                at++;
            }
            digit("in exponent of numeric literal");
            digits();
        }
    }

    private char digit(String where) {
        char c = take();
        if (c < '0' || c > '9') {
            throw unexpected(c, where);
        }
        return c;
    }

    private void digits() {
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private boolean nextIs(char one, char other) {
        return at < text.length() && (text.charAt(at) == one || text.charAt(at) == other);
    }

    private void expect(char wanted, String where) {
        char c = wanted == ':' ? takeAfterSpace() : take();
        if (c != wanted) {
            throw unexpected(c, where);
        }
    }

    private char takeAfterSpace() {
        char c = take();
        while (isSpace(c)) {
            c = take();
        }
        return c;
    }

    private char take() {
        if (at == text.length()) {
            throw Problem.plain(Kind.INVALID_ARGUMENT, "unexpected EOF");
        }
        return text.charAt(at++);
    }

    /** The recorded server names the first byte of what it didn't expect. */
    private static Problem unexpected(char c, String where) {
        char first = (char) (String.valueOf(c).getBytes(StandardCharsets.UTF_8)[0] & 0xff);
        String shown = switch (first) {
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                first < ' '
                        ? "\\x" + Character.forDigit(first >> 4, 16) + Character.forDigit(first & 15, 16)
                        : String.valueOf(first);
        };
        return Problem.plain(Kind.INVALID_ARGUMENT, "invalid character '" + shown + "' " + where);
    }
}
