package dev.ostiary.store;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What reads found lately, so that it is found again without a query. An instance's is forgotten with the next change of one of its streams
 * of some types, on whichever server, and isn't looked at by a server that can't know whether there was one. Safe for use by many threads.
 *
 * <p>It is for reads. A command that must not be overtaken by another one reads through its transaction.
 */
public final class Known<K, V> {
    private final Store store;
    private final int most;
    private final Map<String, Map<K, V>> byInstance = new ConcurrentHashMap<>();

    /**
     * @param most values of an instance; with one more it begins anew
     * @param types of all streams that a value may come of
     */
    public Known(Store store, int most, Set<String> types) {
        this.store = store;
        this.most = most;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> types.contains(stream.type()))
                .forEach(stream -> byInstance.remove(stream.instance())));
        store.onGap(byInstance::clear);
    }

    /** Returns what is known; empty when it has to be read. */
    public Optional<V> find(String instance, K key) {
        Map<K, V> known = store.isUpToDate() ? byInstance.get(instance) : null;
        return known == null ? Optional.empty() : Optional.ofNullable(known.get(key));
    }

    /**
     * Returns what is known, else what is read.
     *
     * @param read not within a transaction: what that reads could be undone
     */
    public V of(String instance, K key, Supplier<V> read) {
        return find(instance, key).orElseGet(() -> {
            long moment = store.moment();
            V value = read.get();
            keep(instance, key, value, moment);
            return value;
        });
    }

    /** Like {@link #of}, for what may not be there: that isn't kept, for whoever asks could ask for anything. */
    public Optional<V> where(String instance, K key, Supplier<Optional<V>> read) {
        return find(instance, key).or(() -> {
            long moment = store.moment();
            Optional<V> value = read.get();
            value.ifPresent(found -> keep(instance, key, found, moment));
            return value;
        });
    }

    /** Keeps what was read, unless something changed since: then it may be outdated already. */
    private void keep(String instance, K key, V value, long moment) {
        byInstance.compute(instance, (_, known) -> {
            if (!store.isPresent(moment)) {
                return known;
            }
            Map<K, V> kept = known == null || known.size() >= most ? new ConcurrentHashMap<>() : known;
            kept.put(key, value);
            return kept;
        });
    }
}
