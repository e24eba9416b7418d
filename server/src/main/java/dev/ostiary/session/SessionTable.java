package dev.ostiary.session;

import dev.ostiary.session.Session.Method;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Page;
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

/** {@code sessions}. */
final class SessionTable implements Table<Session> {
    private static final Rows ROWS = new Rows(
            "sessions",
            "user_id",
            "organization",
            "authenticated_at",
            "methods",
            "idp",
            "expires_at",
            "token_hash",
            "user_checked_at",
            "about",
            "vouched");

    @Override
    public Optional<Stored<Session>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Sessions.TYPE, SessionTable::read, instance, id);
    }

    Optional<Stored<Session>> byTokenHash(Handle sql, String instance, String tokenHash) {
        return ROWS
                .list(
                        sql,
                        Sessions.TYPE,
                        SessionTable::read,
                        "where instance = ? and token_hash = ?",
                        instance,
                        tokenHash)
                .stream()
                .findFirst();
    }

    List<Stored<Session>> ofUser(Handle sql, String instance, String userId) {
        return ROWS.list(
                sql, Sessions.TYPE, SessionTable::read, "where instance = ? and user_id = ?", instance, userId);
    }

    /** Those whose time is over, oldest first, of all instances: this is housekeeping, not an answer to anybody. */
    List<Stored<Session>> expired(Handle sql, Instant now, int limit) {
        return ROWS.list(
                sql,
                Sessions.TYPE,
                SessionTable::read,
                "where expires_at <= ? order by expires_at limit ?",
                Micros.of(now),
                limit);
    }

    Page<Stored<Session>> oldest(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.page(sql, Sessions.TYPE, SessionTable::read, conditions, window);
    }

    Page<Stored<Session>> youngest(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.youngest(sql, Sessions.TYPE, SessionTable::read, conditions, window);
    }

    @Override
    public void save(Handle sql, Stored<Session> stored) {
        Session session = stored.state();
        ROWS.save(
                sql,
                stored,
                session.userId(),
                session.organization(),
                Micros.of(session.authenticatedAt()),
                Json.write(session.methods()),
                session.idp(),
                Micros.of(session.expiresAt()),
                session.tokenHash(),
                Micros.of(session.userCheckedAt()),
                Json.write(session.about()),
                Json.write(session.vouched()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static Session read(ResultSet row) throws SQLException {
        return new Session(
                row.getString("user_id"),
                row.getString("organization"),
                Micros.toInstant(row.getLong("authenticated_at")),
                Json.readStrings(row.getString("methods")).stream()
                        .map(Method::valueOf)
                        .toList(),
                row.getString("idp"),
                Micros.toInstant(row.getLong("expires_at")),
                row.getString("token_hash"),
                Micros.toInstant(row.getLong("user_checked_at")),
                Json.read(row.getString("about"), About.class),
                Json.read(row.getString("vouched"), Vouched.class));
    }
}
