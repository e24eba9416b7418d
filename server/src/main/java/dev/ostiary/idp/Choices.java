package dev.ostiary.idp;

import dev.ostiary.store.Conditions;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.TextFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The providers that people can choose from, in the order of their names. There may be thousands: no more of them is read than is asked
 * for, and of each only what a button needs.
 */
public final class Choices {

    /** What people know a provider by, in SQL: see {@link IdentityProvider#displayName}. */
    private static final String NAME = Stream.of(Kind.values())
            .filter(kind -> !kind.displayName().isEmpty())
            .map(kind -> " when '" + kind.text() + "' then '" + kind.displayName() + "'")
            .collect(Collectors.joining("", "case when name <> '' then name else case kind", " else name end end"));

    /** Those that are switched on. */
    private static final String IN_USE = "instance = ? and active = 1";

    /** A column of JSON that this server wrote itself, and so without blanks. */
    private static final String CREATE =
            "(options like '%\"creationAllowed\":true%' or options like '%\"autoCreation\":true%')";

    /** There is an index of this order ({@code idps_by_name}), so that of many only those that are shown are read. */
    private static final String IN_ORDER = " order by lower(" + NAME + "), id";

    /** A provider as a button shows it. */
    public record Choice(String id, String name) {}

    /**
     * Which providers somebody wants to see.
     *
     * @param among a condition on the column {@code id}: those that are offered
     * @param search what the name contains in any case; empty for all
     * @param creating only those that may make a user of somebody unknown
     */
    public record Wanted(Conditions among, String search, boolean creating) {

        /** All that are offered. */
        public static Wanted all(Conditions among) {
            return new Wanted(among, "", false);
        }

        Conditions conditions(String instance) {
            List<Object> arguments = new ArrayList<>(List.of(instance));
            arguments.addAll(among.arguments());
            Conditions offered = new Conditions(IN_USE + " and " + among.sql(), arguments);
            Conditions those = creating ? offered.and(CREATE) : offered;
            return search.isEmpty()
                    ? those
                    : those.and(NAME, new TextFilter(TextFilter.Method.CONTAINS_IGNORE_CASE, search));
        }
    }

    /** Returns some of them in their order: at most {@code limit}, after {@code offset} others. */
    public List<Choice> some(Handle sql, String instance, Wanted wanted, int offset, int limit) {
        return list(sql, instance, wanted, IN_ORDER, offset, limit);
    }

    /** Returns the ids of any of them: at most {@code limit}. */
    public List<String> any(Handle sql, String instance, Wanted wanted, int limit) {
        return list(sql, instance, wanted, "", 0, limit).stream()
                .map(Choice::id)
                .toList();
    }

    private static List<Choice> list(Handle sql, String instance, Wanted wanted, String order, int offset, int limit) {
        Conditions conditions = wanted.conditions(instance);
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.add(limit);
        arguments.add(offset);
        return DirectSql.list(
                sql,
                select(conditions, order),
                row -> new Choice(row.getString(1), row.getString(2)),
                arguments.toArray());
    }

    static String ordered(Conditions conditions) {
        return select(conditions, IN_ORDER);
    }

    private static String select(Conditions conditions, String order) {
        return "select id, " + NAME + " from idps where " + conditions.sql() + order + " limit ? offset ?";
    }

    /** Returns one of them. */
    public Optional<Choice> one(Handle sql, String instance, Wanted wanted, String id) {
        Wanted only = new Wanted(wanted.among().and("id = ?", id), wanted.search(), wanted.creating());
        return some(sql, instance, only, 0, 1).stream().findFirst();
    }
}
