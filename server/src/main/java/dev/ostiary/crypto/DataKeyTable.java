package dev.ostiary.crypto;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** {@code data_keys}: one row an instance. */
final class DataKeyTable {
    private DataKeyTable() {}

    static void insert(Handle sql, String instance, String wrapped) {
        sql.execute("insert into data_keys (instance, wrapped) values (?, ?)", instance, wrapped);
    }

    static String find(Handle sql, String instance) {
        return sql.select("select wrapped from data_keys where instance = ?", instance)
                .mapTo(String.class)
                .one();
    }

    /** Wrapped keys by instance, of all instances: who rotates the master key needs each. */
    static Map<String, String> all(Handle sql) {
        Map<String, String> keys = new TreeMap<>();
        sql.select("select instance, wrapped from data_keys")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(key -> keys.put(key.getKey(), key.getValue()));
        return keys;
    }

    static void replace(Handle sql, String instance, String wrapped) {
        sql.execute("update data_keys set wrapped = ? where instance = ?", wrapped, instance);
    }
}
