package dev.ostiary.grant;

import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Duration;

/**
 * Clears away what has expired. Only the size of the tables depends on it: what has expired is refused whether it is still there or not.
 * This is housekeeping, the one place that looks at all instances at once.
 */
public final class Expiry {
    private static final int BATCH = 500;

    /** Used codes are kept as long as tokens that came of them may be alive. */
    private static final Duration CODES_KEPT = Duration.ofDays(1);

    private Expiry() {}

    /**
     * Deletes some hundred rows of each kind at most.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        var sessions = new OidcSessionTable();
        var ended = sessions.ended(tx.sql(), tx.now(), BATCH);
        ended.forEach(session -> sessions.remove(tx.sql(), session.stream()));
        int tokens = tx.sql().execute("""
                        delete from tokens where (instance, hash) in
                          (select instance, hash from tokens where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
        int codes = tx.sql().execute("""
                        delete from authorization_codes where (instance, hash) in
                          (select instance, hash from authorization_codes where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now().minus(CODES_KEPT)), BATCH);
        return ended.size() + tokens + codes + DeviceCodes.sweep(tx, BATCH);
    }
}
