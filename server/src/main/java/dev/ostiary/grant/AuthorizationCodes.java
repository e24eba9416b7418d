package dev.ostiary.grant;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Authorization codes: 256 random bits, good once and for a minute.
 *
 * <p>A used code is kept for a day, so that its second use is noticed while tokens of the first are alive. Codes are too short-lived for a
 * history: they have a table and no events.
 */
public final class AuthorizationCodes {
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /**
     * A code on record.
     *
     * @param oidcSession the tokens it was used for, empty as long as it was not
     */
    public record Issued(String hash, AuthorizationCode code, Instant expiresAt, String oidcSession) {
        public boolean used() {
            return !oidcSession.isEmpty();
        }
    }

    /** Issues a code; only the caller ever sees it. */
    public String issue(Transaction tx, String instance, AuthorizationCode code) {
        String random = Secrets.token();
        DirectSql.execute(
                tx.sql(),
                """
                        insert into authorization_codes (instance, hash, session, oidc_session, expires_at, code)
                        values (?, ?, ?, '', ?, ?)""",
                instance,
                Secrets.hash(random),
                code.session(),
                Micros.of(tx.now().plus(LIFETIME)),
                Json.write(code));
        return random;
    }

    public Optional<Issued> find(Handle sql, String instance, String code) {
        return byHash(sql, instance, Secrets.hash(code));
    }

    private static Optional<Issued> byHash(Handle sql, String instance, String hash) {
        return DirectSql.find(
                sql,
                "select code, expires_at, oidc_session from authorization_codes where instance = ? and hash = ?",
                row -> new Issued(
                        hash,
                        Json.read(row.getString(1), AuthorizationCode.class),
                        Micros.toInstant(row.getLong(2)),
                        row.getString(3)),
                instance,
                hash);
    }

    /**
     * Uses a code up.
     *
     * @param oidcSession the tokens it is used for
     * @return the code as it was before: whoever finds it used already must not issue tokens; empty when it is gone
     */
    public Optional<Issued> use(Transaction tx, String instance, String hash, String oidcSession) {
        Optional<Issued> before = byHash(tx.sql(), instance, hash);
        DirectSql.execute(tx.sql(), """
                        update authorization_codes set oidc_session = ?
                        where instance = ? and hash = ? and oidc_session = ''""", oidcSession, instance, hash);
        return before;
    }

    static void removeOf(Handle sql, String instance, String session) {
        DirectSql.execute(
                sql,
                "delete from authorization_codes where instance = ? and session = ? and oidc_session = ''",
                instance,
                session);
    }
}
