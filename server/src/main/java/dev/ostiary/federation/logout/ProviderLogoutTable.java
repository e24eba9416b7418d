package dev.ostiary.federation.logout;

import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code idp_logouts}. */
final class ProviderLogoutTable implements Table<ProviderLogout> {
    private static final Rows ROWS = new Rows("idp_logouts", "enabled");

    @Override
    public Optional<Stored<ProviderLogout>> find(Handle sql, String instance, String id) {
        return ROWS.find(
                sql, ProviderLogouts.TYPE, row -> new ProviderLogout(row.getLong("enabled") != 0), instance, id);
    }

    @Override
    public void save(Handle sql, Stored<ProviderLogout> stored) {
        ROWS.save(sql, stored, stored.state().enabled() ? 1L : 0L);
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }
}
