package dev.ostiary.store.move;

import dev.ostiary.store.move.Relation.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what there is to copy, from the databases themselves: a table that somebody adds is copied without a word about it here. */
final class Relations {
    /** The tables' own history of versions is each database's. */
    private static final String TABLES = """
            select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'
            and name <> 'flyway_schema_history' order by name""";

    /** Without computed columns; the key's come first, in the key's order. */
    private static final String SOURCE_COLUMNS =
            "select name, pk from pragma_table_info(?) order by case pk when 0 then 1000 + cid else pk end";

    private static final String TARGET_COLUMNS = """
            select column_name, data_type from information_schema.columns
            where table_schema = current_schema() and table_name = ? and is_generated = 'NEVER'""";

    private Relations() {}

    /**
     * @param source a SQLite database
     * @param target a PostgreSQL database
     * @throws SQLException also where the tables of the two are not the same
     */
    static List<Relation> of(Connection source, Connection target) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        for (String table : tables(source)) {
            relations.add(relation(table, source, target));
        }
        return List.copyOf(relations);
    }

    private static List<String> tables(Connection source) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static Relation relation(String table, Connection source, Connection target) throws SQLException {
        Map<String, String> types = types(table, target);
        List<Column> columns = new ArrayList<>();
        int keys = 0;
        try (PreparedStatement statement = source.prepareStatement(SOURCE_COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    Kind kind = Optional.ofNullable(types.remove(name))
                            .flatMap(Kind::of)
                            .orElseThrow(() -> new SQLException("the column " + table + "." + name + " has no twin"));
                    columns.add(new Column(name, kind));
                    keys += rows.getInt(2) > 0 ? 1 : 0;
                }
            }
        }
        if (!types.isEmpty() || keys == 0) {
            throw new SQLException("the tables " + table + " are not the same");
        }
        return new Relation(table, List.copyOf(columns), keys);
    }

    private static Map<String, String> types(String table, Connection target) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement = target.prepareStatement(TARGET_COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return types;
    }
}
