package dev.ostiary.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that the read tables of all kinds have in common: every row begins with instance, id, owner, version, created_at and
 * changed_at, and is keyed by instance and id.
 */
public final class Rows {

    /** Reads the feature's own columns. */
    @FunctionalInterface
    public interface Reader<S> {
        S read(ResultSet row) throws SQLException;
    }

    private static final String COMMON = "instance, id, owner, version, created_at, changed_at";

    private final String table;
    private final String select;
    private final String upsert;

    /** @param columns the feature's own columns, in the order in which {@link #save} gets them */
    public Rows(String table, String... columns) {
        this.table = table;
        String all = COMMON + ", " + String.join(", ", columns);
        this.select = "select " + all + " from " + table + " ";
        this.upsert = "insert into " + table + " (" + all + ") values ("
                + String.join(", ", Collections.nCopies(6 + columns.length, "?"))
                + ") on conflict (instance, id) do update set version = excluded.version, changed_at = excluded.changed_at, "
                + String.join(
                        ", ",
                        List.of(columns).stream()
                                .map(c -> c + " = excluded." + c)
                                .toList());
    }

    /** Returns {@code select … from table} for a query to go on with. */
    public String select() {
        return select;
    }

    public <S> Optional<Stored<S>> find(Handle sql, String type, Reader<S> reader, String instance, String id) {
        return sql.select(select + "where instance = ? and id = ?", instance, id)
                .map((row, context) -> read(row, type, reader))
                .findOne();
    }

    /** Runs {@link #select} with a condition. */
    public <S> List<Stored<S>> list(Handle sql, String type, Reader<S> reader, String condition, Object... arguments) {
        return sql.select(select + condition, arguments)
                .map((row, context) -> read(row, type, reader))
                .list();
    }

    public void save(Handle sql, Stored<?> stored, @Nullable Object... own) {
        Object[] values = new Object[6 + own.length];
        values[0] = stored.stream().instance();
        values[1] = stored.id();
        values[2] = stored.owner();
        values[3] = stored.revision().version();
        values[4] = Micros.of(stored.revision().createdAt());
        values[5] = Micros.of(stored.revision().changedAt());
        System.arraycopy(own, 0, values, 6, own.length);
        sql.execute(upsert, values);
    }

    public void remove(Handle sql, Stream stream) {
        sql.execute("delete from " + table + " where instance = ? and id = ?", stream.instance(), stream.id());
    }

    /** Reads a row that {@link #select} returned. */
    public static <S> Stored<S> read(ResultSet row, String type, Reader<S> reader) throws SQLException {
        return new Stored<>(
                new Stream(row.getString(1), type, row.getString(2), row.getString(3)),
                new Revision(row.getLong(4), Micros.toInstant(row.getLong(5)), Micros.toInstant(row.getLong(6))),
                reader.read(row));
    }
}
