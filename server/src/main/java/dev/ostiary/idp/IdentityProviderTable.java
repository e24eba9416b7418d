package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Config;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.store.Json;
import dev.ostiary.store.Page;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import dev.ostiary.store.TextFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code idps}: one row a provider. */
final class IdentityProviderTable implements Table<IdentityProvider> {
    private static final String TYPE = "idp";
    private static final Rows ROWS = new Rows("idps", "name", "options", "kind", "config");

    /** Conditions of a list, all of which must hold. */
    record Query(String conditions, List<Object> arguments) {
        static Query ownedBy(String instance, List<String> owners) {
            String placeholders = "?, ".repeat(owners.size() - 1) + "?";
            return new Query("instance = ? and owner in (" + placeholders + ")", concat(List.of(instance), owners));
        }

        Query id(String id) {
            return and("id = ?", id);
        }

        Query name(TextFilter filter) {
            return and(filter.condition("name"), filter.argument());
        }

        Query owner(String owner) {
            return and("owner = ?", owner);
        }

        private Query and(String condition, Object argument) {
            return new Query(conditions + " and " + condition, concat(arguments, List.of(argument)));
        }

        private static List<Object> concat(List<?> first, List<?> second) {
            List<Object> all = new ArrayList<>(first);
            all.addAll(second);
            return all;
        }
    }

    @Override
    public Optional<Stored<IdentityProvider>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, TYPE, IdentityProviderTable::read, instance, id);
    }

    Page<Stored<IdentityProvider>> list(Handle sql, Query query, Page.Window window) {
        List<Object> arguments = Query.concat(query.arguments(), List.of(window.limit(), window.offset()));
        List<Stored<IdentityProvider>> rows = ROWS.list(
                sql,
                TYPE,
                IdentityProviderTable::read,
                "where " + query.conditions() + " order by created_at, id limit ? offset ?",
                arguments.toArray());
        return new Page<>(rows.isEmpty() ? 0 : count(sql, query), rows);
    }

    private static long count(Handle sql, Query query) {
        return sql.select(
                        "select count(*) from idps where " + query.conditions(),
                        query.arguments().toArray())
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void save(Handle sql, Stored<IdentityProvider> stored) {
        IdentityProvider provider = stored.state();
        String kind = switch (provider.config()) {
            case Config.Oidc oidc -> "oidc";
        };
        ROWS.save(sql, stored, provider.name(), Json.write(provider.options()), kind, Json.write(provider.config()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static IdentityProvider read(ResultSet row) throws SQLException {
        return new IdentityProvider(
                row.getString("name"),
                Json.read(row.getString("options"), Options.class),
                config(row.getString("kind"), row.getString("config")));
    }

    private static Config config(String kind, String json) {
        return switch (kind) {
            case "oidc" -> Json.read(json, Config.Oidc.class);
            default -> throw new IllegalStateException("unknown kind of provider: " + kind);
        };
    }
}
