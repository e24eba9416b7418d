package dev.ostiary.session;

import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;

/** Asks whether a provider has vouched for a user. The broker knows. */
@FunctionalInterface
public interface Vouching {

    /**
     * Uses a provider's word up: whoever brings it again is refused.
     *
     * @param intent id of the sign-in at the provider
     * @param token that the browser brought from there
     * @param userId whom it must be about
     * @throws Problem when it is not about this user, or good no more
     */
    Word use(Transaction tx, Call call, String intent, String token, String userId);

    /**
     * What the session is begun with.
     *
     * @param idp id of the provider
     * @param follower wants to know the session
     */
    record Word(String idp, Follower follower) {}

    /** Called with the session as it is written, in the same transaction. */
    @FunctionalInterface
    interface Follower {
        void written(Transaction tx, Stored<Session> session);
    }
}
