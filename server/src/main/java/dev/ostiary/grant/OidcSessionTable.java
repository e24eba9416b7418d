package dev.ostiary.grant;

import dev.ostiary.grant.OidcSession.AccessToken;
import dev.ostiary.grant.OidcSession.RefreshToken;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code oidc_sessions} and {@code refresh_tokens}; the access token has its row in {@code tokens}. */
final class OidcSessionTable implements Table<OidcSession> {
    /** The version of a session that was just added with an access token: there is no older token whose row must go. */
    private static final long FIRST_TOKEN = 2;

    private static final Rows ROWS = new Rows("oidc_sessions", "user_id", "session", "ends_at", "state");

    @Override
    public Optional<Stored<OidcSession>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, OidcSessions.TYPE, OidcSessionTable::read, instance, id);
    }

    /** Finds the session that a refresh token, used or not, belongs to. */
    Optional<Stored<OidcSession>> byRefreshToken(Handle sql, String instance, String hash) {
        return DirectSql.find(
                        sql,
                        "select oidc_session from refresh_tokens where instance = ? and hash = ?",
                        row -> row.getString(1),
                        instance,
                        hash)
                .flatMap(id -> find(sql, instance, id));
    }

    List<Stored<OidcSession>> bySession(Handle sql, String instance, String session) {
        return list(sql, "where instance = ? and session = ?", instance, session);
    }

    List<Stored<OidcSession>> byUser(Handle sql, String instance, String userId) {
        return list(sql, "where instance = ? and user_id = ?", instance, userId);
    }

    /** Returns those of which nothing can be used any more, oldest first, of all instances: this is housekeeping. */
    List<Stored<OidcSession>> ended(Handle sql, Instant now, int limit) {
        return list(sql, "where ends_at <= ? order by ends_at limit ?", Micros.of(now), limit);
    }

    private static List<Stored<OidcSession>> list(Handle sql, String condition, Object... arguments) {
        return ROWS.list(sql, OidcSessions.TYPE, OidcSessionTable::read, condition, arguments);
    }

    @Override
    public void save(Handle sql, Stored<OidcSession> stored) {
        OidcSession state = stored.state();
        ROWS.save(sql, stored, state.userId(), state.session(), Micros.of(state.endsAt()), Json.write(state));
        saveRefreshToken(sql, stored);
        saveAccessToken(sql, stored);
    }

    private static void saveRefreshToken(Handle sql, Stored<OidcSession> stored) {
        RefreshToken refresh = stored.state().refreshToken();
        if (refresh != null) {
            DirectSql.execute(
                    sql,
                    "insert into refresh_tokens (instance, hash, oidc_session) values (?, ?, ?) on conflict do nothing",
                    stored.stream().instance(),
                    refresh.hash(),
                    stored.id());
        }
    }

    private static void saveAccessToken(Handle sql, Stored<OidcSession> stored) {
        if (stored.revision().version() > FIRST_TOKEN) {
            TokenTable.removeBySource(sql, stored.stream().instance(), stored.id());
        }
        OidcSession session = stored.state();
        AccessToken access = session.accessToken();
        if (access == null) {
            return;
        }
        TokenTable.insert(
                sql,
                stored.stream().instance(),
                access.hash(),
                new TokenTable.Row(
                        TokenInfo.Kind.ACCESS,
                        access.id(),
                        stored.id(),
                        session.userId(),
                        session.clientId(),
                        session.session(),
                        access.scopes(),
                        access.audience() == null ? session.audience() : access.audience(),
                        session.authMethods(),
                        session.authenticatedAt(),
                        access.issuedAt(),
                        access.expiresAt(),
                        access.jkt(),
                        session.actor(),
                        session.acr()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        TokenTable.removeBySource(sql, stream.instance(), stream.id());
        sql.execute(
                "delete from refresh_tokens where instance = ? and oidc_session = ?", stream.instance(), stream.id());
        ROWS.remove(sql, stream);
    }

    private static OidcSession read(ResultSet row) throws SQLException {
        return Json.read(row.getString("state"), OidcSession.class);
    }
}
