package dev.ostiary.repeat;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The store as calls see it: what the first transaction of a call with an idempotency key writes, and the key, become durable together. */
public final class ClaimingStore implements Store {
    private final Store store;

    public ClaimingStore(Store store) {
        this.store = store;
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        return store.read(query);
    }

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

    @Override
    public void onCommit(Consumer<List<Committed>> listener) {
        store.onCommit(listener);
    }

    @Override
    public void onGap(Runnable listener) {
        store.onGap(listener);
    }

    @Override
    public long moment() {
        return store.moment();
    }

    @Override
    public boolean isPresent(long moment) {
        return store.isPresent(moment);
    }

    @Override
    public boolean isUpToDate() {
        return store.isUpToDate();
    }

    @Override
    public void close() {
        store.close();
    }
}
