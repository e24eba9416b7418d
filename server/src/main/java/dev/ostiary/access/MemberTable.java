package dev.ostiary.access;

import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code members}: one row a user and resource. */
final class MemberTable implements Table<Member> {
    private static final Rows ROWS = new Rows("members", "user_id", "roles");

    @Override
    public Optional<Stored<Member>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Members.TYPE, MemberTable::read, instance, id);
    }

    List<Stored<Member>> ofUser(Handle sql, String instance, String userId) {
        return list(sql, "where instance = ? and user_id = ?", instance, userId);
    }

    List<Stored<Member>> allOfResource(Handle sql, String instance, String resource) {
        return list(sql, "where instance = ? and owner = ?", instance, resource);
    }

    List<Stored<Member>> ofResource(Handle sql, String instance, String resource) {
        return list(sql, "where instance = ? and owner = ? order by created_at, id limit 1000", instance, resource);
    }

    private static List<Stored<Member>> list(Handle sql, String condition, String... arguments) {
        return ROWS.list(sql, Members.TYPE, MemberTable::read, condition, (Object[]) arguments);
    }

    @Override
    public void save(Handle sql, Stored<Member> stored) {
        ROWS.save(
                sql, stored, stored.state().userId(), Json.write(stored.state().roles()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static Member read(ResultSet row) throws SQLException {
        return new Member(row.getString("user_id"), Json.readStrings(row.getString("roles")));
    }
}
