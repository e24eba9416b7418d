package dev.ostiary.app;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@code apps}. */
final class AppTable implements Table<App> {
    private static final Rows ROWS =
            new Rows("apps", "project", "name", "client_id", "kind", "state", "keys", "config", "security");

    @Override
    public Optional<Stored<App>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Apps.TYPE, AppTable::read, instance, id);
    }

    Optional<Stored<App>> byClientId(Handle sql, String instance, String clientId) {
        return ROWS
                .list(sql, Apps.TYPE, AppTable::read, "where instance = ? and client_id = ?", instance, clientId)
                .stream()
                .findFirst();
    }

    /** Tells whether a client id is that of an inactive application. */
    boolean inactive(Handle sql, String instance, String clientId) {
        return DirectSql.find(
                        sql,
                        "select 1 from apps where instance = ? and client_id = ? and state = 'INACTIVE'",
                        row -> true,
                        instance,
                        clientId)
                .isPresent();
    }

    /** Returns the applications of a project, oldest first. */
    List<Stored<App>> ofProject(Handle sql, String instance, String project) {
        return ROWS.list(
                sql,
                Apps.TYPE,
                AppTable::read,
                "where instance = ? and project = ? order by created_at, id",
                instance,
                project);
    }

    /** Returns the active applications that have a text anywhere in their configuration, and maybe some that have it not. */
    List<Stored<App>> mentioning(Handle sql, String instance, String text) {
        return ROWS.list(
                sql,
                Apps.TYPE,
                AppTable::read,
                "where instance = ? and kind = 'oidc' and state = 'ACTIVE' and lower(config) like ?",
                instance,
                "%" + text.toLowerCase(Locale.ROOT) + "%");
    }

    List<String> clientIds(Handle sql, String instance, String project) {
        return DirectSql.list(
                sql,
                "select client_id from apps where instance = ? and project = ? order by created_at, id",
                row -> row.getString(1),
                instance,
                project);
    }

    @Override
    public void save(Handle sql, Stored<App> stored) {
        App app = stored.state();
        ROWS.save(
                sql,
                stored,
                app.project(),
                app.name(),
                app.config().clientId(),
                app.config() instanceof App.Oidc ? "oidc" : "api",
                app.state().name(),
                Json.write(app.keys()),
                Json.write(app.config()),
                app.security() == null ? null : Json.write(app.security()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static App read(ResultSet row) throws SQLException {
        Class<? extends App.Config> kind = row.getString("kind").equals("oidc") ? App.Oidc.class : App.Api.class;
        return new App(
                row.getString("project"),
                row.getString("name"),
                App.State.valueOf(row.getString("state")),
                List.of(Json.read(row.getString("keys"), App.Key[].class)),
                Json.read(row.getString("config"), kind),
                security(row.getString("security")));
    }

    private static @Nullable ClientSecurity security(@Nullable String json) {
        return json == null ? null : Json.read(json, ClientSecurity.class);
    }
}
