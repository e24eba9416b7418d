package dev.ostiary.federation.logout;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;

/** Remembers the notices of providers until they are too old by themselves, so that none counts twice. */
public final class UpstreamNotices {
    private static final int BATCH = 500;

    private UpstreamNotices() {}

    /** @return whether this notice is seen for the first time */
    static boolean isNew(Transaction tx, String instance, String idp, UpstreamEnd notice) {
        int added = tx.sql().execute("""
                        insert into upstream_notices (instance, idp, id, expires_at) values (?, ?, ?, ?)
                        on conflict (instance, idp, id) do nothing""", instance, idp, Secrets.hash(notice.id()), Micros.of(notice.until()));
        return added == 1;
    }

    /**
     * Deletes some hundred that are too old. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return tx.sql().execute("""
                        delete from upstream_notices where (instance, idp, id) in
                          (select instance, idp, id from upstream_notices where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
    }
}
