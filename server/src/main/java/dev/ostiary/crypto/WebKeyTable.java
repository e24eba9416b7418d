package dev.ostiary.crypto;

import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code web_keys}. */
final class WebKeyTable implements Table<WebKey> {
    private static final Rows ROWS = new Rows("web_keys", "state", "public_key", "sealed_key");

    @Override
    public Optional<Stored<WebKey>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, SigningKeys.TYPE, WebKeyTable::read, instance, id);
    }

    /** Returns an instance's keys, oldest first. */
    List<Stored<WebKey>> all(Handle sql, String instance) {
        return ROWS.list(
                sql, SigningKeys.TYPE, WebKeyTable::read, "where instance = ? order by created_at, id", instance);
    }

    @Override
    public void save(Handle sql, Stored<WebKey> key) {
        ROWS.save(
                sql,
                key,
                key.state().state().name(),
                key.state().publicKey(),
                key.state().sealedKey());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static WebKey read(ResultSet row) throws SQLException {
        return new WebKey(
                WebKey.State.valueOf(row.getString("state")), row.getString("public_key"), row.getString("sealed_key"));
    }
}
