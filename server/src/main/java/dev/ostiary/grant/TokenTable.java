package dev.ostiary.grant;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of valid bearer tokens, found by hash. Lists are kept as text with spaces between: neither scopes nor ids contain any. */
final class TokenTable {
    private static final String FIND = """
            select kind, id, source, user_id, client_id, session, scopes, audience, auth_methods,
              authenticated_at, issued_at, expires_at, jkt, actor, acr
            from tokens where instance = ? and hash = ?""";

    private TokenTable() {}

    /**
     * A valid bearer token.
     *
     * @param source id of the resource it hangs on, and ends with
     * @param jkt and {@code actor} and {@code acr}: see {@link TokenInfo}
     */
    record Row(
            TokenInfo.Kind kind,
            String id,
            String source,
            String userId,
            String clientId,
            String session,
            List<String> scopes,
            List<String> audience,
            List<String> authMethods,
            Instant authenticatedAt,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable String jkt,
            @Nullable Actor actor,
            @Nullable String acr) {}

    static Optional<Row> find(Handle sql, String instance, String hash) {
        return DirectSql.find(sql, FIND, TokenTable::row, instance, hash);
    }

    static void insert(Handle sql, String instance, String hash, Row row) {
        DirectSql.execute(
                sql,
                """
                insert into tokens (instance, hash, kind, id, source, user_id, client_id, session, scopes, audience,
                  auth_methods, authenticated_at, issued_at, expires_at, jkt, actor, acr)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                instance,
                hash,
                row.kind.name(),
                row.id,
                row.source,
                row.userId,
                row.clientId,
                row.session,
                String.join(" ", row.scopes),
                String.join(" ", row.audience),
                String.join(" ", row.authMethods),
                Micros.of(row.authenticatedAt),
                Micros.of(row.issuedAt),
                Micros.of(row.expiresAt),
                row.jkt,
                row.actor == null ? null : Json.write(row.actor),
                row.acr);
    }

    /** Returns the ids of the resources that an application's tokens hang on. */
    static List<String> sourcesOfClient(Handle sql, String instance, String clientId) {
        return sql.select("select source from tokens where instance = ? and client_id = ?", instance, clientId)
                .mapTo(String.class)
                .list();
    }

    static void removeBySource(Handle sql, String instance, String source) {
        DirectSql.execute(sql, "delete from tokens where instance = ? and source = ?", instance, source);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                TokenInfo.Kind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                words(row.getString(7)),
                words(row.getString(8)),
                words(row.getString(9)),
                Micros.toInstant(row.getLong(10)),
                Micros.toInstant(row.getLong(11)),
                Micros.toInstant(row.getLong(12)),
                row.getString(13),
                actor(row.getString(14)),
                row.getString(15));
    }

    private static @Nullable Actor actor(@Nullable String json) {
        return json == null ? null : Json.read(json, Actor.class);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
