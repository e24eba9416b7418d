package dev.ostiary.idp;

import dev.ostiary.store.TextFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which providers a list has, and in which order.
 *
 * @param conditions SQL, all of which must hold
 * @param order SQL
 */
public record ProviderQuery(String conditions, List<Object> arguments, String order) {
    private static final String OLDEST_FIRST = "created_at, id";

    static ProviderQuery ownedBy(String instance, List<String> owners) {
        String placeholders = String.join(", ", Collections.nCopies(owners.size(), "?"));
        return new ProviderQuery(
                "instance = ? and owner in (" + placeholders + ")", concat(List.of(instance), owners), OLDEST_FIRST);
    }

    public ProviderQuery id(String id) {
        return and("id = ?", List.of(id));
    }

    public ProviderQuery name(TextFilter filter) {
        return and(filter.condition("name"), List.of(filter.argument()));
    }

    public ProviderQuery owner(String owner) {
        return and("owner = ?", List.of(owner));
    }

    /** Those that a deprecated call made. */
    ProviderQuery old() {
        return and("old_settings is not null", List.of());
    }

    public ProviderQuery sortedByName(boolean ascending) {
        return new ProviderQuery(conditions, arguments, ascending ? "name, id" : "name desc, id desc");
    }

    private ProviderQuery and(String condition, List<Object> more) {
        return new ProviderQuery(conditions + " and " + condition, concat(arguments, more), order);
    }

    static List<Object> concat(List<?> first, List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
