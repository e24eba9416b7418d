package dev.ostiary.grant;

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

/** {@code personal_access_tokens}; each has its row in {@code tokens} too. */
final class PersonalAccessTokenTable implements Table<PersonalAccessToken> {
    private static final Rows ROWS = new Rows("personal_access_tokens", "user_id", "hash", "scopes", "expires_at");

    @Override
    public Optional<Stored<PersonalAccessToken>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, PersonalAccessTokens.TYPE, PersonalAccessTokenTable::read, instance, id);
    }

    /** Returns a user's tokens, oldest first. */
    List<Stored<PersonalAccessToken>> byUser(Handle sql, String instance, String userId) {
        return ROWS.list(
                sql,
                PersonalAccessTokens.TYPE,
                PersonalAccessTokenTable::read,
                "where instance = ? and user_id = ? order by created_at, id",
                instance,
                userId);
    }

    @Override
    public void save(Handle sql, Stored<PersonalAccessToken> stored) {
        PersonalAccessToken token = stored.state();
        ROWS.save(sql, stored, token.userId(), token.hash(), Json.write(token.scopes()), Micros.of(token.expiresAt()));
        TokenTable.insert(
                sql,
                stored.stream().instance(),
                token.hash(),
                new TokenTable.Row(
                        TokenInfo.Kind.PAT,
                        stored.id(),
                        stored.id(),
                        token.userId(),
                        "",
                        "",
                        token.scopes(),
                        List.of(),
                        List.of(),
                        Instant.EPOCH,
                        stored.revision().createdAt(),
                        token.expiresAt(),
                        null,
                        null,
                        null));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        TokenTable.removeBySource(sql, stream.instance(), stream.id());
        ROWS.remove(sql, stream);
    }

    private static PersonalAccessToken read(ResultSet row) throws SQLException {
        return new PersonalAccessToken(
                row.getString("user_id"),
                row.getString("hash"),
                Json.readStrings(row.getString("scopes")),
                Micros.toInstant(row.getLong("expires_at")));
    }
}
