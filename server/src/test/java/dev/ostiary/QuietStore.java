package dev.ostiary;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A store that shows who asks it nothing: while it is quiet, every query fails. */
public final class QuietStore implements Store {
    private final Store store;
    private final AtomicReference<@Nullable Handle> closed = new AtomicReference<>();

    public QuietStore(Store store) {
        this.store = store;
    }

    /** From now on queries fail. */
    public void hush() {
        Handle handle = Jdbi.open("jdbc:sqlite::memory:");
        handle.close();
        closed.set(handle);
    }

    /** Queries are answered again. */
    public void speak() {
        closed.set(null);
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        Handle quiet = closed.get();
        return store.read(sql -> query.apply(quiet == null ? sql : quiet));
    }

    @Override
    public <T> T write(Function<Transaction, T> command) {
        return store.write(command);
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
