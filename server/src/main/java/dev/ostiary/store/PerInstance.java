package dev.ostiary.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * One value of each instance that is needed all the time and hardly ever changes: what was read is kept in memory until a stream of its kind
 * changes there, on whichever server.
 */
public final class PerInstance<T> {
    private final Store store;
    private final BiFunction<Handle, String, T> read;
    private final Map<String, T> known = new ConcurrentHashMap<>();

    /**
     * @param type of the streams that the value comes of
     * @param read reads an instance's value
     */
    public PerInstance(Store store, String type, BiFunction<Handle, String, T> read) {
        this.store = store;
        this.read = read;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> stream.type().equals(type))
                .forEach(stream -> known.remove(stream.instance())));
        store.onGap(known::clear);
    }

    public T of(String instance) {
        T kept = known.get(instance);
        return kept != null ? kept : load(instance);
    }

    private T load(String instance) {
        long moment = store.moment();
        T loaded = store.read(sql -> read.apply(sql, instance));
        keep(instance, loaded, moment);
        return loaded;
    }

    /** Keeps what was read, unless something changed since: then it may be outdated already. */
    private void keep(String instance, T loaded, long moment) {
        known.compute(instance, (_, kept) -> store.isPresent(moment) ? loaded : kept);
    }
}
