package dev.ostiary.rpc;

import com.google.protobuf.Timestamp;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.api.v1.TimestampQueryMethod;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Page;
import dev.ostiary.store.TextFilter;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract's list queries as the store understands them. */
public final class Filters {
    private Filters() {}

    public static Page.Window window(ListQuery query) {
        return new Page.Window(query.getOffset(), query.getLimit());
    }

    /**
     * Keeps a list to where its caller has the permission for it.
     *
     * @param columns those that have the ids of projects or project grants
     */
    public static Conditions within(Conditions conditions, Reach reach, String... columns) {
        if (reach.everywhere()) {
            return conditions;
        }
        List<String> parts = List.copyOf(reach.parts());
        if (parts.isEmpty()) {
            return conditions.and("1 = 0");
        }
        String any = Stream.of(columns)
                .map(column -> in(column, parts.size()))
                .collect(Collectors.joining(" or ", "(", ")"));
        return conditions.and(
                any, Stream.of(columns).flatMap(column -> parts.stream()).toArray());
    }

    /**
     * Keeps a list to rows with a time before, at or after another. A method that doesn't exist compares for equality, as below.
     *
     * @param column one with microseconds since 1970
     */
    public static Conditions time(Conditions conditions, String column, TimestampQueryMethod method, Timestamp time) {
        String comparison = switch (method) {
            case TIMESTAMP_QUERY_METHOD_EQUALS, UNRECOGNIZED -> "=";
            case TIMESTAMP_QUERY_METHOD_GREATER -> ">";
            case TIMESTAMP_QUERY_METHOD_GREATER_OR_EQUALS -> ">=";
            case TIMESTAMP_QUERY_METHOD_LESS -> "<";
            case TIMESTAMP_QUERY_METHOD_LESS_OR_EQUALS -> "<=";
        };
        return conditions.and(column + " " + comparison + " ?", Micros.of(Details.instant(time)));
    }

    /**
     * Keeps a list to rows with one of these values.
     *
     * @param values none let no row pass
     */
    public static Conditions oneOf(Conditions conditions, String column, Collection<String> values) {
        return values.isEmpty() ? conditions.and("1 = 0") : conditions.and(in(column, values.size()), values.toArray());
    }

    private static String in(String column, int values) {
        return column + " in (" + String.join(", ", Collections.nCopies(values, "?")) + ")";
    }

    /** A method that doesn't exist compares for equality, as the contract's limits have refused it before. */
    public static TextFilter text(TextQueryMethod method, String text) {
        return new TextFilter(
                switch (method) {
                    case TEXT_QUERY_METHOD_EQUALS, UNRECOGNIZED -> TextFilter.Method.EQUALS;
                    case TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE -> TextFilter.Method.EQUALS_IGNORE_CASE;
                    case TEXT_QUERY_METHOD_STARTS_WITH -> TextFilter.Method.STARTS_WITH;
                    case TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE -> TextFilter.Method.STARTS_WITH_IGNORE_CASE;
                    case TEXT_QUERY_METHOD_CONTAINS -> TextFilter.Method.CONTAINS;
                    case TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE -> TextFilter.Method.CONTAINS_IGNORE_CASE;
                    case TEXT_QUERY_METHOD_ENDS_WITH -> TextFilter.Method.ENDS_WITH;
                    case TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE -> TextFilter.Method.ENDS_WITH_IGNORE_CASE;
                },
                text);
    }
}
