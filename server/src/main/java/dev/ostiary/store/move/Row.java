package dev.ostiary.store.move;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a row in the order of its {@link Relation}'s columns, each as {@link Kind} writes it; null where it is null. */
record Row(List<@Nullable String> values) {

    /** A key's columns are never null. */
    String key(int column) {
        return Objects.requireNonNull(values.get(column));
    }
}
