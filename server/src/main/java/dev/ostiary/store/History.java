package dev.ostiary.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an instance, in order of time.
 *
 * <p>The cost of a list is that of its rows: each condition that picks few has an index that ends in the list's order. Several types are several lists,
 * merged.
 */
public final class History {

    /**
     * A past event.
     *
     * @param position its place in the history of the server, the cursor of a list
     * @param aggregateType kind of the resource, or {@code instance} and {@code org} for what belongs to one of them as a setting
     */
    public record Past(
            long position,
            Instant at,
            String type,
            String aggregateType,
            String aggregate,
            String owner,
            String actor,
            String payload) {}

    /**
     * Which events; what is null or empty doesn't matter.
     *
     * @param after a position that was listed: only what comes behind it in the list
     * @param since inclusive
     * @param until inclusive
     */
    public record Query(
            String instance,
            boolean ascending,
            @Nullable Long after,
            List<String> types,
            List<String> aggregateTypes,
            String aggregate,
            String actor,
            String owner,
            @Nullable Instant since,
            @Nullable Instant until) {
        public Query {
            types = types.stream().distinct().toList();
            aggregateTypes = aggregateTypes.stream().distinct().toList();
        }
    }

    private static final String SELECT =
            "select position, at, type, aggregate_type, aggregate, owner, actor, payload from events where ";

    private final StringBuilder conditions = new StringBuilder("instance = ?");
    private final List<Object> arguments = new ArrayList<>();
    private final String order;

    private History(Handle sql, Query query) {
        arguments.add(query.instance());
        order = query.ascending() ? " order by at, position limit ?" : " order by at desc, position desc limit ?";
        and("aggregate = ?", query.aggregate());
        and("actor = ?", query.actor());
        and("owner = ?", query.owner());
        if (query.since() != null) {
            and("at >= ?", Micros.of(query.since()));
        }
        if (query.until() != null) {
            and("at <= ?", Micros.of(query.until()));
        }
        if (query.after() != null) {
            behind(sql, query.after(), query.ascending());
        }
    }

    /** Lists events; {@code limit} is what {@link Page.Window} makes of it. */
    public static List<Past> list(Handle sql, Query query, int limit) {
        return new History(sql, query)
                .list(sql, query.types(), query.aggregateTypes(), new Page.Window(0, limit).limit());
    }

    private List<Past> list(Handle sql, List<String> types, List<String> aggregateTypes, int limit) {
        if (types.isEmpty()) {
            return branches(sql, "aggregate_type", aggregateTypes, limit);
        }
        if (!aggregateTypes.isEmpty()) {
            conditions
                    .append(" and aggregate_type in (")
                    .append(placeholders(aggregateTypes))
                    .append(')');
            arguments.addAll(aggregateTypes);
        }
        return branches(sql, "type", types, limit);
    }

    /** One ordered and bounded list for each value of a column, merged. */
    private List<Past> branches(Handle sql, String column, List<String> values, int limit) {
        if (values.isEmpty()) {
            return run(sql, SELECT + conditions + order, with(arguments, limit));
        }
        String branch = "select * from (" + SELECT + conditions + " and " + column + " = ?" + order + ") branch";
        List<Object> all = new ArrayList<>();
        values.forEach(value -> all.addAll(with(arguments, value, limit)));
        return run(
                sql,
                "select * from (" + String.join(" union all ", Collections.nCopies(values.size(), branch))
                        + ") branches" + order,
                with(all, limit));
    }

    private static List<Past> run(Handle sql, String select, List<Object> arguments) {
        return sql.select(select, arguments.toArray())
                .map((row, context) -> read(row))
                .list();
    }

    private void and(String condition, String argument) {
        if (!argument.isEmpty()) {
            and(condition, (Object) argument);
        }
    }

    private void and(String condition, Object argument) {
        conditions.append(" and ").append(condition);
        arguments.add(argument);
    }

    /** The order is by time, so the cursor needs the time of its position. */
    private void behind(Handle sql, long position, boolean ascending) {
        long at = sql.select("select at from events where position <= ? order by position desc limit 1", position)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        conditions.append(ascending ? " and (at, position) > (?, ?)" : " and (at, position) < (?, ?)");
        arguments.add(at);
        arguments.add(position);
    }

    private static List<Object> with(List<Object> arguments, Object... more) {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all;
    }

    private static String placeholders(List<String> values) {
        return values.stream().map(value -> "?").collect(Collectors.joining(", "));
    }

    private static Past read(ResultSet row) throws SQLException {
        return new Past(
                row.getLong(1),
                Micros.toInstant(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8));
    }
}
