package dev.ostiary.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a read table a list has.
 *
 * @param sql conditions, all of which must hold
 * @param arguments for their placeholders, in order
 */
public record Conditions(String sql, List<Object> arguments) {
    public Conditions {
        arguments = List.copyOf(arguments);
    }

    public static Conditions of(String sql, Object... arguments) {
        return new Conditions(sql, List.of(arguments));
    }

    public Conditions and(String condition, Object... more) {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Conditions(sql + " and " + condition, all);
    }

    public Conditions and(Conditions others) {
        return and(others.sql(), others.arguments().toArray());
    }

    /** The text of a column must pass a filter. */
    public Conditions and(String column, TextFilter filter) {
        return and(filter.condition(column), filter.argument());
    }
}
