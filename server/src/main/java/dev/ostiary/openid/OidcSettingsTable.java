package dev.ostiary.openid;

import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code oidc_settings}. */
final class OidcSettingsTable implements Table<OidcSettings> {
    private static final Rows ROWS = new Rows("oidc_settings", "lifetimes", "tokens_until");

    @Override
    public Optional<Stored<OidcSettings>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, OidcSettingsRules.TYPE, OidcSettingsTable::read, instance, id);
    }

    @Override
    public void save(Handle sql, Stored<OidcSettings> settings) {
        ROWS.save(
                sql,
                settings,
                Json.write(settings.state().lifetimes()),
                settings.state().earlierTokensUntil().toString());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static OidcSettings read(ResultSet row) throws SQLException {
        return new OidcSettings(
                Json.read(row.getString("lifetimes"), Lifetimes.class), Instant.parse(row.getString("tokens_until")));
    }
}
