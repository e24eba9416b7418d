package dev.ostiary.store.move;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that both databases have.
 *
 * @param columns those that are written, without computed ones; the key's come first
 * @param keys how many of them are the primary key
 */
public record Relation(String name, List<Column> columns, int keys) {

    /** A column and what it holds. */
    record Column(String name, Kind kind) {}

    /** Whether rows are only ever added, each with a higher key than all before. */
    boolean onlyGrows() {
        return name.equals("events");
    }

    List<Column> key() {
        return columns.subList(0, keys);
    }

    String columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Returns a condition on the whole key, with a parameter for each column. */
    String keyIs() {
        return key().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" and "));
    }

    int compareKeys(Row a, Row b) {
        for (int i = 0; i < keys; i++) {
            int order = columns.get(i).kind().compare(a.key(i), b.key(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
