package dev.ostiary.grant;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which applications want to hear of the end of a session, and the notices that are under way to them.
 *
 * <p>A notice is kept before anybody is told that the session has ended, and until it is delivered or a day is over. Whoever delivers it claims
 * it first, so that one server does; who breaks off leaves it to be claimed again. They have tables and no events.
 */
public final class LogoutNotices {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int BATCH = 500;

    /** Longer than a delivery can take. */
    private static final Duration CLAIMED = Duration.ofMinutes(1);

    /**
     * Notes that an application got tokens for a session.
     *
     * @param issuer as the application knows us
     * @param expiresAt when the last of what it got is worth nothing
     */
    public void register(
            Transaction tx, String instance, String session, String clientId, String issuer, Instant expiresAt) {
        tx.sql().execute("""
                        insert into logout_registrations (instance, session, client_id, issuer, expires_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (instance, session, client_id)
                        do update set issuer = excluded.issuer, expires_at = excluded.expires_at""", instance, session, clientId, issuer, Micros.of(expiresAt));
    }

    /** Who wanted to hear of a session's end will. Whoever terminates the session calls this in the same transaction. */
    public void sessionEnded(Transaction tx, String instance, String session, String userId) {
        List<Registration> registered = tx.sql()
                .select(
                        "select client_id, issuer from logout_registrations where instance = ? and session = ?",
                        instance,
                        session)
                .map((row, context) -> new Registration(row.getString(1), row.getString(2)))
                .list();
        registered.forEach(each -> tx.sql()
                .execute(
                        """
                        insert into logout_notices
                          (instance, id, client_id, user_id, session, issuer, attempts, next_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, 0, ?, ?)""",
                        instance,
                        Secrets.token(),
                        each.clientId,
                        userId,
                        session,
                        each.issuer,
                        Micros.of(tx.now()),
                        Micros.of(tx.now().plus(KEPT))));
        tx.sql().execute("delete from logout_registrations where instance = ? and session = ?", instance, session);
    }

    private record Registration(String clientId, String issuer) {}

    /** Tells whether there is something to deliver, in any instance. */
    public boolean isAnythingDue(Handle sql, Instant now) {
        return sql.select("select 1 from logout_notices where next_at <= ? limit 1", Micros.of(now))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Takes on some notices of any instance: nobody else delivers them in the next minute. */
    public List<LogoutNotice> claim(Transaction tx, int limit) {
        List<LogoutNotice> due = tx.sql()
                .select("""
                        select instance, id, client_id, user_id, session, issuer, attempts + 1
                        from logout_notices where next_at <= ? order by next_at limit ?""", Micros.of(tx.now()), limit)
                .map((row, context) -> new LogoutNotice(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7)))
                .list();
        due.forEach(notice -> next(tx, notice, CLAIMED));
        return due;
    }

    /** The notice was delivered, or never can be. */
    public void done(Transaction tx, LogoutNotice notice) {
        tx.sql().execute("delete from logout_notices where instance = ? and id = ?", notice.instance(), notice.id());
    }

    /** The notice was not delivered this time. */
    public void failed(Transaction tx, LogoutNotice notice) {
        next(tx, notice, notice.pause());
    }

    private static void next(Transaction tx, LogoutNotice notice, Duration pause) {
        tx.sql()
                .execute(
                        "update logout_notices set attempts = ?, next_at = ? where instance = ? and id = ?",
                        notice.attempts(),
                        Micros.of(tx.now().plus(pause)),
                        notice.instance(),
                        notice.id());
    }

    /**
     * Deletes some hundred registrations and notices whose time is over. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        int registrations = tx.sql().execute("""
                        delete from logout_registrations where (instance, session, client_id) in
                          (select instance, session, client_id from logout_registrations where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
        int notices = tx.sql().execute("""
                        delete from logout_notices where (instance, id) in
                          (select instance, id from logout_notices where expires_at <= ? limit ?)""", Micros.of(tx.now()), BATCH);
        return registrations + notices;
    }
}
