package dev.ostiary.session;

import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
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
     * @return id of the provider
     * @throws Problem when it is not about this user, or good no more
     */
    String use(Transaction tx, Call call, String intent, String token, String userId);
}
