package dev.ostiary.repeat;

import dev.ostiary.store.Transaction;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A key that the first transaction of a call takes: it is used if, and only if, the call has changed something.
 *
 * @param id of caller and key
 * @param request what the key was used for
 */
record Claim(String instance, String id, String request, AtomicBoolean taken) {
    private static final KeptAnswerTable TABLE = new KeptAnswerTable();

    static final ScopedValue<Claim> CURRENT = ScopedValue.newInstance();

    /** @throws dev.ostiary.rpc.Problem when somebody else has taken it */
    void take(Transaction tx) {
        if (!taken.get()) {
            TABLE.claim(tx, this);
        }
    }
}
