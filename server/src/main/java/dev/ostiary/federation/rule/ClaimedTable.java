package dev.ostiary.federation.rule;

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

/** {@code claimed_roles}: one row a provider and user. */
final class ClaimedTable implements Table<Claimed> {
    private static final Rows ROWS = new Rows("claimed_roles", "idp", "user_id", "roles");

    @Override
    public Optional<Stored<Claimed>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ClaimedRoles.TYPE, ClaimedTable::read, instance, id);
    }

    List<Stored<Claimed>> ofUser(Handle sql, String instance, String userId) {
        return list(sql, "where instance = ? and user_id = ?", instance, userId);
    }

    /** @return some hundred at most */
    List<Stored<Claimed>> someOfProvider(Handle sql, String instance, String idp) {
        return list(sql, "where instance = ? and idp = ? limit 500", instance, idp);
    }

    private static List<Stored<Claimed>> list(Handle sql, String condition, String... arguments) {
        return ROWS.list(sql, ClaimedRoles.TYPE, ClaimedTable::read, condition, (Object[]) arguments);
    }

    @Override
    public void save(Handle sql, Stored<Claimed> stored) {
        Claimed claimed = stored.state();
        ROWS.save(sql, stored, claimed.idp(), claimed.userId(), Json.write(claimed.roles()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static Claimed read(ResultSet row) throws SQLException {
        return new Claimed(
                row.getString("idp"),
                row.getString("user_id"),
                List.of(Json.read(row.getString("roles"), Role[].class)));
    }
}
