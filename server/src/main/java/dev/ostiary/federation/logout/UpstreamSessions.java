package dev.ostiary.federation.logout;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.UpstreamSession;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Remembers which session at a provider a session here came from: to end that one when this one ends, and the other way round. It goes with
 * the session. It has a table and no events, for what it holds is secret; it is sealed, and found by hashes.
 */
public final class UpstreamSessions {
    private static final int BATCH = 500;

    private final Vault vault;

    public UpstreamSessions(Vault vault) {
        this.vault = vault;
    }

    /**
     * What is remembered.
     *
     * @param idp id of the provider
     * @param idToken as it came; empty for a SAML provider
     */
    record Kept(String idp, UpstreamSession session, String idToken) {
        @Override
        public String toString() {
            return "Kept[" + idp + "]";
        }
    }

    /**
     * Remembers where a session came from, in the transaction that begins it or goes on with it. A provider without sessions leaves what is
     * there.
     *
     * @param session id of the session here
     * @param expiresAt when that is over
     */
    public void keep(
            Transaction tx, String instance, String session, Instant expiresAt, String idp, Obtained obtained) {
        UpstreamSession there = obtained.session();
        if (there == null) {
            return;
        }
        DirectSql.execute(
                tx.sql(),
                """
                insert into upstream_sessions (instance, session, idp, subject, sid, sealed, expires_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (instance, session) do update set
                  idp = excluded.idp, subject = excluded.subject, sid = excluded.sid, sealed = excluded.sealed,
                  expires_at = excluded.expires_at""",
                instance,
                session,
                idp,
                hash(there.issuer(), there.subject()),
                hash(there.issuer(), there.sid()),
                vault.seal(instance, place(session), Json.write(new Kept(idp, there, obtained.idToken()))),
                Micros.of(expiresAt));
    }

    Optional<Kept> find(Handle sql, String instance, String session) {
        return DirectSql.list(
                        sql,
                        "select sealed from upstream_sessions where instance = ? and session = ?",
                        row -> row.getString(1),
                        instance,
                        session)
                .stream()
                .findFirst()
                .map(content -> Json.read(vault.open(instance, place(session), content), Kept.class));
    }

    /** Whoever ends a session calls this in the same transaction. */
    public static void sessionEnded(Transaction tx, String instance, String session) {
        DirectSql.execute(
                tx.sql(), "delete from upstream_sessions where instance = ? and session = ?", instance, session);
    }

    /** Returns the ids of the sessions here that came from those which have ended. */
    static List<String> of(Handle sql, String instance, String idp, UpstreamEnd end) {
        String subject = hash(end.issuer(), end.subject());
        if (end.sids().isEmpty()) {
            return subject.isEmpty() ? List.of() : bySubject(sql, instance, idp, subject);
        }
        return end.sids().stream()
                .filter(sid -> !sid.isEmpty())
                .flatMap(sid -> bySid(sql, instance, idp, hash(end.issuer(), sid), subject))
                .distinct()
                .toList();
    }

    private static List<String> bySubject(Handle sql, String instance, String idp, String subject) {
        return DirectSql.list(
                sql,
                "select session from upstream_sessions where instance = ? and idp = ? and subject = ? order by session",
                row -> row.getString(1),
                instance,
                idp,
                subject);
    }

    /** @param subject whose it must be; empty for anybody's */
    private static Stream<String> bySid(Handle sql, String instance, String idp, String sid, String subject) {
        return DirectSql.list(sql, """
                        select session from upstream_sessions
                        where instance = ? and idp = ? and sid = ? and sid <> '' and (? = '' or subject = ?)
                        order by session""", row -> row.getString(1), instance, idp, sid, subject, subject).stream();
    }

    /** What a provider calls something is of any length and may hold anything. */
    private static String hash(String issuer, String value) {
        return value.isEmpty() ? "" : Secrets.hash(issuer + "\n" + value);
    }

    /**
     * Deletes some hundred whose session is over. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return tx.sql().execute("""
                        delete from upstream_sessions where (instance, session) in
                          (select instance, session from upstream_sessions where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
    }

    private static String place(String session) {
        return "upstream_session/" + session;
    }
}
