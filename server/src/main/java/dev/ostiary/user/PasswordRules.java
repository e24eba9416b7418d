package dev.ostiary.user;

import dev.ostiary.rpc.Problem;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What a password must have: eight characters, a lower and an upper case letter, a digit and a symbol. */
public enum PasswordRules {
    LENGTH("HuJf6", "Errors.User.PasswordComplexityPolicy.MinLength"),
    LOWER("co3Xw", "Errors.User.PasswordComplexityPolicy.HasLower"),
    UPPER("VoaRj", "Errors.User.PasswordComplexityPolicy.HasUpper"),
    DIGIT("ZBv4H", "Errors.User.PasswordComplexityPolicy.HasNumber"),
    SYMBOL("ZDLwA", "Errors.User.PasswordComplexityPolicy.HasSymbol");

    public static final int MINIMUM_LENGTH = 8;

    private final String id;
    private final String key;

    PasswordRules(String id, String key) {
        this.id = id;
        this.key = key;
    }

    /** Returns the first rule that the password breaks. */
    public static Optional<PasswordRules> broken(String password) {
        for (PasswordRules rule : values()) {
            if (!rule.holds(password)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    static void require(String password) {
        broken(password).ifPresent(rule -> {
            throw Problem.invalid("COMMA-" + rule.id, rule.key);
        });
    }

    private boolean holds(String password) {
        return switch (this) {
            case LENGTH -> password.codePointCount(0, password.length()) >= MINIMUM_LENGTH;
            case LOWER -> has(password, Character::isLowerCase);
            case UPPER -> has(password, Character::isUpperCase);
            case DIGIT -> has(password, Character::isDigit);
            case SYMBOL -> has(password, c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c));
        };
    }

    private static boolean has(String password, IntPredicate kind) {
        return password.codePoints().anyMatch(kind);
    }
}
