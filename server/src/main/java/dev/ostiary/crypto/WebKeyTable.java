package dev.ostiary.crypto;

import dev.ostiary.crypto.WebKey.State;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code web_keys}. A key that signs no more is INITIAL and {@code inactive}, so that servers of an earlier version can read it. */
final class WebKeyTable implements Table<WebKey> {
    private static final Rows ROWS = new Rows("web_keys", "state", "public_key", "sealed_key", "inactive");

    @Override
    public Optional<Stored<WebKey>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, WebKeys.TYPE, WebKeyTable::read, instance, id);
    }

    /** Returns an instance's keys, oldest first. */
    List<Stored<WebKey>> all(Handle sql, String instance) {
        return ROWS.list(sql, WebKeys.TYPE, WebKeyTable::read, "where instance = ? order by created_at, id", instance);
    }

    @Override
    public void save(Handle sql, Stored<WebKey> key) {
        WebKey state = key.state();
        boolean inactive = state.state() == State.INACTIVE;
        ROWS.save(
                sql,
                key,
                (inactive ? State.INITIAL : state.state()).name(),
                state.publicKey(),
                state.sealedKey(),
                inactive);
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static WebKey read(ResultSet row) throws SQLException {
        return new WebKey(
                row.getBoolean("inactive") ? State.INACTIVE : State.valueOf(row.getString("state")),
                row.getString("public_key"),
                row.getString("sealed_key"));
    }
}
