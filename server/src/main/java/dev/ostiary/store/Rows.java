package dev.ostiary.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

    private static final String COMMON = "instance, id, owner, version, created_at, changed_at";

    private static final String BY_ID = "where instance = ? and id = ?";

    private final String select;
    private final String count;
    private final String find;
    private final String upsert;
    private final String delete;

    /** @param columns the feature's own columns, in the order in which {@link #save} gets them */
    public Rows(String table, String... columns) {
        String all = COMMON + ", " + String.join(", ", columns);
        this.select = "select " + all + " from " + table + " ";
        this.count = "select count(*) from " + table + " ";
        this.find = select + BY_ID;
        this.upsert = "insert into " + table + " (" + all + ") values ("
                + String.join(", ", Collections.nCopies(6 + columns.length, "?"))
                + ") on conflict (instance, id) do update set version = excluded.version, changed_at = excluded.changed_at, "
                + String.join(
                        ", ",
                        List.of(columns).stream()
                                .map(c -> c + " = excluded." + c)
                                .toList());
        this.delete = "delete from " + table + " " + BY_ID;
    }

    /** Returns {@code select … from table} for a query to go on with. */
    public String select() {
        return select;
    }

    public <S> Optional<Stored<S>> find(
            Handle sql, String type, DirectSql.Reader<S> reader, String instance, String id) {
        return DirectSql.find(sql, find, row -> read(row, type, reader), instance, id);
    }

    /** Runs {@link #select} with a condition. */
    public <S> List<Stored<S>> list(
            Handle sql, String type, DirectSql.Reader<S> reader, String condition, Object... arguments) {
        return DirectSql.list(sql, select + condition, row -> read(row, type, reader), arguments);
    }

    /** Returns a part of the rows that meet some conditions, oldest first. */
    public <S> Page<Stored<S>> page(
            Handle sql, String type, DirectSql.Reader<S> reader, Conditions conditions, Page.Window window) {
        return page(sql, type, reader, conditions, "created_at, id", window);
    }

    /** Returns a part of the rows that meet some conditions, youngest first. */
    public <S> Page<Stored<S>> youngest(
            Handle sql, String type, DirectSql.Reader<S> reader, Conditions conditions, Page.Window window) {
        return page(sql, type, reader, conditions, "created_at desc, id desc", window);
    }

    private <S> Page<Stored<S>> page(
            Handle sql,
            String type,
            DirectSql.Reader<S> reader,
            Conditions conditions,
            String order,
            Page.Window window) {
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.add(window.limit());
        arguments.add(window.offset());
        List<Stored<S>> rows = list(
                sql,
                type,
                reader,
                "where " + conditions.sql() + " order by " + order + " limit ? offset ?",
                arguments.toArray());
        return new Page<>(rows.isEmpty() ? 0 : count(sql, conditions), rows);
    }

    private long count(Handle sql, Conditions conditions) {
        return DirectSql.list(
                        sql,
                        count + "where " + conditions.sql(),
                        row -> row.getLong(1),
                        conditions.arguments().toArray())
                .getFirst();
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
        DirectSql.execute(sql, upsert, values);
    }

    public void remove(Handle sql, Stream stream) {
        DirectSql.execute(sql, delete, stream.instance(), stream.id());
    }

    /** Reads a row that {@link #select} returned. */
    public static <S> Stored<S> read(ResultSet row, String type, DirectSql.Reader<S> reader) throws SQLException {
        return new Stored<>(
                new Stream(row.getString(1), type, row.getString(2), row.getString(3)),
                new Revision(row.getLong(4), Micros.toInstant(row.getLong(5)), Micros.toInstant(row.getLong(6))),
                reader.read(row));
    }
}
