package dev.ostiary.federation;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code federation_attempts}: one row an attempt, kept for thirty days. */
final class AttemptTable implements Table<Attempt> {
    static final String TYPE = "idpintent";
    private static final Rows ROWS = new Rows("federation_attempts", "reference", "attempt");

    @Override
    public Optional<Stored<Attempt>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, TYPE, AttemptTable::read, instance, id);
    }

    Optional<Stored<Attempt>> byReference(Handle sql, String instance, String reference) {
        return ROWS
                .list(
                        sql,
                        TYPE,
                        AttemptTable::read,
                        "where instance = ? and reference = ? order by created_at desc limit 1",
                        instance,
                        reference)
                .stream()
                .findFirst();
    }

    @Override
    public void save(Handle sql, Stored<Attempt> stored) {
        ROWS.save(sql, stored, stored.state().reference(), Json.write(stored.state()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    /** Deletes a few of the rows that are older than this. */
    void forget(Handle sql, String instance, Instant olderThan) {
        DirectSql.execute(sql, """
                delete from federation_attempts where instance = ? and id in (
                  select id from federation_attempts where instance = ? and created_at < ? order by created_at limit 20)""", instance, instance, Micros.of(olderThan));
    }

    private static Attempt read(ResultSet row) throws SQLException {
        return Json.read(row.getString("attempt"), Attempt.class);
    }
}
