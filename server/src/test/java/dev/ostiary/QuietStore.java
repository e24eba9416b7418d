package dev.ostiary;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreAround;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A store that shows who asks it nothing: once it is quiet, every query fails.
 *
 * @param closed what queries are made through then
 */
public record QuietStore(Store store, AtomicReference<@Nullable Handle> closed) implements StoreAround {
    public QuietStore(Store store) {
        this(store, new AtomicReference<>());
    }

    /** From now on queries fail. */
    public void hush() {
        Handle handle = Jdbi.open("jdbc:sqlite::memory:");
        handle.close();
        closed.set(handle);
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        Handle quiet = closed.get();
        return store.read(sql -> query.apply(quiet == null ? sql : quiet));
    }
}
