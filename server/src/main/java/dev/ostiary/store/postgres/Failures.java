package dev.ostiary.store.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure means, by its <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a>. */
final class Failures {
    private static final String DUPLICATE = "23505";
    private static final String LOCKED = "55P03";
    private static final String WAITED_TOO_LONG = "25P03";
    private static final String ONLY_FOR_READING = "25006";
    private static final Set<String> OTHERS_WERE_FASTER = Set.of("40001", "40P01", LOCKED, DUPLICATE);

    /** Classes of errors that a command isn't to blame for: connection, rollback, resources, intervention, system. */
    private static final Set<String> OF_THE_DATABASE = Set.of("08", "25", "40", "53", "57", "58", "XX");

    private Failures() {}

    /** Returns the state that the database gave, or an empty text when something else failed. */
    static String state(Throwable failure) {
        SQLException cause = cause(failure);
        return cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** The database's own words; they hold no values of columns. */
    static String text(Throwable failure) {
        SQLException cause = cause(failure);
        String text = cause == null ? failure.getMessage() : cause.getMessage();
        return text == null ? failure.getClass().getSimpleName() : text;
    }

    /** Another server wrote meanwhile what this transaction stood on: the same again may succeed. */
    static boolean othersWereFaster(String state) {
        return OTHERS_WERE_FASTER.contains(state);
    }

    static boolean isDuplicate(String state) {
        return state.equals(DUPLICATE);
    }

    static boolean isOfTheDatabase(String state) {
        return state.equals(LOCKED) || (state.length() == 5 && OF_THE_DATABASE.contains(state.substring(0, 2)));
    }

    /** The connection is of no use any more: it is broken, or leads to what is not the primary any longer. */
    static boolean isOfTheConnection(String state) {
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(WAITED_TOO_LONG)
                || state.equals(ONLY_FOR_READING);
    }

    private static @Nullable SQLException cause(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
