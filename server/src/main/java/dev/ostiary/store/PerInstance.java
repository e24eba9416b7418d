package dev.ostiary.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * One value of each instance that is needed all the time and hardly ever changes: what was read is kept in memory until a stream of its kind
 * changes there, on whichever server. A server that can't know whether one did reads it anew.
 */
public final class PerInstance<T> {
    private final Store store;
    private final Function<String, T> load;
    private final Map<String, T> known = new ConcurrentHashMap<>();

    /**
     * @param type of the streams that the value comes of
     * @param load finds an instance's value
     */
    public PerInstance(Store store, String type, Function<String, T> load) {
        this.store = store;
        this.load = load;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> stream.type().equals(type))
                .forEach(stream -> known.remove(stream.instance())));
        store.onGap(known::clear);
    }

    /** @param read reads an instance's value */
    public static <T> PerInstance<T> read(Store store, String type, BiFunction<Handle, String, T> read) {
        return new PerInstance<>(store, type, instance -> store.read(sql -> read.apply(sql, instance)));
    }

    public T of(String instance) {
        T kept = store.isUpToDate() ? known.get(instance) : null;
        return kept != null ? kept : loaded(instance);
    }

    private T loaded(String instance) {
        long moment = store.moment();
        T loaded = load.apply(instance);
        keep(instance, loaded, moment);
        return loaded;
    }

    /** Keeps what was read, unless something changed since: then it may be outdated already. */
    private void keep(String instance, T loaded, long moment) {
        known.compute(instance, (_, kept) -> store.isPresent(moment) ? loaded : kept);
    }
}
