package dev.ostiary.app;

import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code client_security}. */
final class ClientSecurityTable implements Table<ClientSecurity> {
    private static final Rows ROWS = new Rows("client_security", "security");

    @Override
    public Optional<Stored<ClientSecurity>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ClientSecurityDefaults.TYPE, ClientSecurityTable::read, instance, id);
    }

    @Override
    public void save(Handle sql, Stored<ClientSecurity> stored) {
        ROWS.save(sql, stored, Json.write(stored.state()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static ClientSecurity read(ResultSet row) throws SQLException {
        return Json.read(row.getString("security"), ClientSecurity.class);
    }
}
