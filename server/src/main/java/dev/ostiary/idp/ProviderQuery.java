package dev.ostiary.idp;

import dev.ostiary.store.TextFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Conditions of a list of providers, all of which must hold. */
public record ProviderQuery(String conditions, List<Object> arguments) {
    static ProviderQuery ownedBy(String instance, List<String> owners) {
        String placeholders = String.join(", ", Collections.nCopies(owners.size(), "?"));
        return new ProviderQuery("instance = ? and owner in (" + placeholders + ")", concat(List.of(instance), owners));
    }

    public ProviderQuery id(String id) {
        return and("id = ?", id);
    }

    public ProviderQuery name(TextFilter filter) {
        return and(filter.condition("name"), filter.argument());
    }

    public ProviderQuery owner(String owner) {
        return and("owner = ?", owner);
    }

    private ProviderQuery and(String condition, Object argument) {
        return new ProviderQuery(conditions + " and " + condition, concat(arguments, List.of(argument)));
    }

    static List<Object> concat(List<?> first, List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
