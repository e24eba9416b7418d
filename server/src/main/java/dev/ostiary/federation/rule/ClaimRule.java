package dev.ostiary.federation.rule;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one claim does. It has one target: a part of the profile, a metadata key, or a role.
 *
 * @param claim the names that lead to the claim, see {@link ClaimValues}
 * @param condition which of its values count
 * @param metadata the name under which the values are kept with the user
 */
public record ClaimRule(
        List<String> claim,
        Condition condition,
        @Nullable Field field,
        @Nullable String metadata,
        @Nullable Role role) {
    public ClaimRule {
        claim = List.copyOf(claim);
    }

    /** A part of the profile that a rule may write. An e-mail address or phone number is none: no rule can verify one. */
    public enum Field {
        GIVEN_NAME,
        FAMILY_NAME,
        DISPLAY_NAME,
        NICK_NAME,
        PREFERRED_LANGUAGE;

        /** Returns the name as people read it. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** How a claim's value is compared. There are no patterns: nobody can make the server search for long. */
    public enum Comparison {
        ANY,
        EQUALS,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH
    }

    /** @param ignoreCase whether letters count as the same in either case, in any language alike */
    public record Condition(Comparison comparison, String value, boolean ignoreCase) {
        public static final Condition NONE = new Condition(Comparison.ANY, "", false);

        boolean holds(String given) {
            String is = ignoreCase ? given.toLowerCase(Locale.ROOT) : given;
            String wanted = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
            return switch (comparison) {
                case ANY -> true;
                case EQUALS -> is.equals(wanted);
                case CONTAINS -> is.contains(wanted);
                case STARTS_WITH -> is.startsWith(wanted);
                case ENDS_WITH -> is.endsWith(wanted);
            };
        }
    }
}
