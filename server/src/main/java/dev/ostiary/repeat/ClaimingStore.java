package dev.ostiary.repeat;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreAround;
import dev.ostiary.store.Transaction;
import java.util.function.Function;

/** The store as calls see it: what the first transaction of a call with an idempotency key writes, and the key, become durable together. */
public record ClaimingStore(Store store) implements StoreAround {

    @Override
    public <T> T write(Function<Transaction, T> command) {
        if (!Claim.CURRENT.isBound()) {
            return store.write(command);
        }
        Claim claim = Claim.CURRENT.get();
        T result = store.write(tx -> {
            claim.take(tx);
            return command.apply(tx);
        });
        claim.taken().set(true);
        return result;
    }
}
