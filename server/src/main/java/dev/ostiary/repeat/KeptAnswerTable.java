package dev.ostiary.repeat;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code kept_answers}: one row a key that was used, without an answer until it is known. */
final class KeptAnswerTable {
    private static final int BATCH = 500;

    /**
     * What is known of a key.
     *
     * @param request what it was used for
     * @param sealed the answer; empty while it isn't known
     */
    record Kept(String request, String sealed) {}

    Optional<Kept> find(Handle sql, String instance, String id, Instant since) {
        return sql.select(
                        "select request, sealed from kept_answers where instance = ? and id = ? and at > ?",
                        instance,
                        id,
                        Micros.of(since))
                .map((row, context) -> new Kept(row.getString(1), row.getString(2)))
                .findOne();
    }

    /** Takes a key that nobody has used lately. */
    void claim(Transaction tx, Claim claim) {
        tx.sql()
                .execute(
                        "delete from kept_answers where instance = ? and id = ? and at <= ?",
                        claim.instance(),
                        claim.id(),
                        Micros.of(tx.now().minus(RepeatedCalls.KEPT)));
        int taken = tx.sql()
                .execute(
                        "insert into kept_answers (instance, id, request, sealed, at) values (?, ?, ?, '', ?) on conflict do nothing",
                        claim.instance(),
                        claim.id(),
                        claim.request(),
                        Micros.of(tx.now()));
        if (taken == 0) {
            throw Problem.plain(Problem.Kind.ABORTED, RepeatedCalls.UNDERWAY);
        }
    }

    void answer(Transaction tx, Claim claim, String sealed) {
        tx.sql()
                .execute(
                        "update kept_answers set sealed = ? where instance = ? and id = ?",
                        sealed,
                        claim.instance(),
                        claim.id());
    }

    /** Deletes some hundred rows at most that are older than they need to be. */
    int sweep(Transaction tx) {
        return tx.sql()
                .execute(
                        "delete from kept_answers where (instance, id) in (select instance, id from kept_answers where at <= ? order by at limit ?)",
                        Micros.of(tx.now().minus(RepeatedCalls.KEPT)),
                        BATCH);
    }
}
