package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreAround;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A store that shows who asks it nothing: once it is quiet, every query fails.
 *
 * @param closed what queries are made through then
 */
public record QuietStore(Store store, AtomicReference<@Nullable Handle> closed) implements StoreAround {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public QuietStore(Store store) {
        this(store, new AtomicReference<>());
    }

    /** From now on queries fail. */
    public void hush() {
        Handle handle = Jdbi.open("jdbc:sqlite::memory:");
        handle.close();
        closed.set(handle);
    }

    /**
     * Asks until the answer comes without a query, and stays quiet. With PostgreSQL every change is told once more when it comes back from
     * the database, and what was read until then is forgotten.
     */
    public <T> T quietly(Supplier<T> question) {
        long started = System.nanoTime();
        while (true) {
            closed.set(null);
            T read = question.get();
            hush();
            try {
                T known = question.get();
                assertThat(known).isEqualTo(read);
                return known;
            } catch (RuntimeException asked) {
                if (System.nanoTime() - started > PATIENCE.toNanos()) {
                    throw asked;
                }
            }
        }
    }

    @Override
    public <T> T read(Function<Handle, T> query) {
        Handle quiet = closed.get();
        return store.read(sql -> query.apply(quiet == null ? sql : quiet));
    }
}
