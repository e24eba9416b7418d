package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.store.Json;
import dev.ostiary.store.Page;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@code idps}: one row a provider. */
final class IdentityProviderTable implements Table<IdentityProvider> {
    private static final String TYPE = "idp";
    private static final Rows ROWS = new Rows(
            "idps", "name", "options", "kind", "config", "sealed_secret", "active", "metadata_url", "old_settings");

    @Override
    public Optional<Stored<IdentityProvider>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, TYPE, IdentityProviderTable::read, instance, id);
    }

    Page<Stored<IdentityProvider>> list(Handle sql, ProviderQuery query, Page.Window window) {
        List<Object> arguments = ProviderQuery.concat(query.arguments(), List.of(window.limit(), window.offset()));
        List<Stored<IdentityProvider>> rows = ROWS.list(
                sql,
                TYPE,
                IdentityProviderTable::read,
                "where " + query.conditions() + " order by " + query.order() + " limit ? offset ?",
                arguments.toArray());
        return new Page<>(rows.isEmpty() ? 0 : count(sql, query), rows);
    }

    private static long count(Handle sql, ProviderQuery query) {
        return sql.select(
                        "select count(*) from idps where " + query.conditions(),
                        query.arguments().toArray())
                .mapTo(Long.class)
                .one();
    }

    List<Stored<IdentityProvider>> ownedBy(Handle sql, String instance, String owner) {
        return ROWS.list(sql, TYPE, IdentityProviderTable::read, "where instance = ? and owner = ?", instance, owner);
    }

    List<Stored<IdentityProvider>> withMetadataUrl(Handle sql) {
        return ROWS.list(sql, TYPE, IdentityProviderTable::read, "where metadata_url <> ''");
    }

    /** Returns the next SAML providers in the order of instance and id, a few hundred at most: there may be many. */
    List<Stored<IdentityProvider>> samlAfter(Handle sql, String instance, String id) {
        return ROWS.list(
                sql,
                TYPE,
                IdentityProviderTable::read,
                "where kind = ? and (instance, id) > (?, ?) order by instance, id limit 200",
                Kind.SAML.text(),
                instance,
                id);
    }

    @Override
    public void save(Handle sql, Stored<IdentityProvider> stored) {
        IdentityProvider provider = stored.state();
        ROWS.save(
                sql,
                stored,
                provider.name(),
                Json.write(provider.options()),
                provider.config().kind().text(),
                Json.write(provider.config()),
                provider.sealedSecret(),
                provider.active() ? 1 : 0,
                provider.config() instanceof Saml saml ? saml.metadataUrl() : "",
                provider.old() == null ? null : Json.write(provider.old()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static IdentityProvider read(ResultSet row) throws SQLException {
        return new IdentityProvider(
                row.getString("name"),
                Json.read(row.getString("options"), Options.class),
                Kind.of(row.getString("kind")).read(row.getString("config")),
                row.getString("sealed_secret"),
                row.getInt("active") == 1,
                old(row.getString("old_settings")));
    }

    private static @Nullable OldSettings old(@Nullable String json) {
        return json == null ? null : Json.read(json, OldSettings.class);
    }
}
