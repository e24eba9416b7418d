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

    /** The same where few are offered: these are to be looked up, and no database is to go through an index of all instead. */
    private static final String FEW_IN_USE = "instance = ? and active + 0 = 1";

    /** A column of JSON that this server wrote itself, and so without blanks. */
    private static final String CREATE =
            "(options like '%\"creationAllowed\":true%' or options like '%\"autoCreation\":true%')";

    private static final String SHOWN = "lower(" + NAME + ")";

    /** The last code point: after each text that goes on with any other. */
    private static final String LAST_LETTER = Character.toString(Character.MAX_CODE_POINT);

    /** A search of so many names takes some 10 ms, and one of more would take longer. */
    private static final int LOOKED_AT = 30_000;

    /** There is an index of this order ({@code idps_by_name}), so that of many only those that are shown are read. */
    private static final String IN_ORDER = " order by " + SHOWN + ", id";

    private final int lookedAt;

    public Choices() {
        this(LOOKED_AT);
    }

    /** @param lookedAt in how many names, in their order, a search looks for a text that they don't begin with */
    Choices(int lookedAt) {
        this.lookedAt = lookedAt;
    }

    /** A provider as a button shows it. */
    public record Choice(String id, String name) {}

    /**
     * Which providers somebody wants to see.
     *
     * @param among a condition on the column {@code id}: those that are offered
     * @param many whether these are so many that they can't all be looked at
     * @param creating only those that may make a user of somebody unknown
     */
    public record Wanted(Conditions among, boolean many, boolean creating) {

        /** All that are offered. */
        public static Wanted all(Conditions among, boolean many) {
            return new Wanted(among, many, false);
        }

        /** Those of them that may make a user of somebody unknown. */
        public Wanted creators() {
            return new Wanted(among, many, true);
        }

        Conditions conditions(String instance) {
            List<Object> arguments = new ArrayList<>(List.of(instance));
            arguments.addAll(among.arguments());
            Conditions offered = new Conditions((many ? IN_USE : FEW_IN_USE) + " and " + among.sql(), arguments);
            return creating ? offered.and(CREATE) : offered;
        }

        /** The name begins with a text. An index knows ranges; where a database doesn't order names by their letters, that alone would be wrong. */
        Conditions beginning(String text) {
            TextFilter filter = new TextFilter(TextFilter.Method.STARTS_WITH_IGNORE_CASE, text);
            String from = filter.argument();
            return many
                    ? Conditions.of(SHOWN + " >= ? and " + SHOWN + " < ?", from, from + LAST_LETTER)
                            .and(NAME, filter)
                    : Conditions.of(filter.condition(NAME), from);
        }
    }

    /** Returns some of them in their order: at most {@code limit}, after {@code offset} others. */
    public List<Choice> some(Handle sql, String instance, Wanted wanted, int offset, int limit) {
        return list(sql, wanted.conditions(instance), IN_ORDER, offset, limit);
    }

    /**
     * Returns some of those whose name has a text in it, in any case: first those that begin with it, which an index finds among however
     * many there are, then those that have it elsewhere; where many are offered, only if they are of the instance's first thirty thousand.
     *
     * @param text not empty
     */
    public List<Choice> named(Handle sql, String instance, Wanted wanted, String text, int offset, int limit) {
        Conditions offered = wanted.conditions(instance);
        Conditions beginning = wanted.beginning(text);
        List<Choice> first = list(sql, offered.and(beginning), IN_ORDER, 0, offset + limit);
        List<Choice> shown = first.stream().skip(offset).toList();
        if (first.size() == offset + limit) {
            return shown;
        }
        Conditions elsewhere = offered.and(NAME, new TextFilter(TextFilter.Method.CONTAINS_IGNORE_CASE, text))
                .and("not (" + beginning.sql() + ")", beginning.arguments().toArray());
        List<Choice> others = list(
                sql,
                lastLookedAt(sql, instance, wanted)
                        .map(last -> elsewhere.and(SHOWN + " < ?", last))
                        .orElse(elsewhere),
                IN_ORDER,
                Math.max(0, offset - first.size()),
                limit - shown.size());
        return Stream.concat(shown.stream(), others.stream()).toList();
    }

    /** Returns the name before which a search looks at all of them, where there are more than it looks at. */
    private Optional<String> lastLookedAt(Handle sql, String instance, Wanted wanted) {
        return wanted.many()
                ? DirectSql.find(
                        sql,
                        "select " + SHOWN + " from idps where " + IN_USE + IN_ORDER + " limit 1 offset ?",
                        row -> row.getString(1),
                        instance,
                        lookedAt)
                : Optional.empty();
    }

    /** Returns the ids of any of them: at most {@code limit}. */
    public List<String> any(Handle sql, String instance, Wanted wanted, int limit) {
        return list(sql, wanted.conditions(instance), "", 0, limit).stream()
                .map(Choice::id)
                .toList();
    }

    private static List<Choice> list(Handle sql, Conditions conditions, String order, int offset, int limit) {
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
        Wanted only = new Wanted(wanted.among().and("id = ?", id), wanted.many(), wanted.creating());
        return some(sql, instance, only, 0, 1).stream().findFirst();
    }
}
