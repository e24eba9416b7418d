package dev.ostiary.outbound;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps what was used last, up to a number of entries, so that memory does not grow with the number of providers. */
final class Recent<K, V> {
    private final Map<K, V> entries;

    Recent(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized V get(K key, Function<K, V> make) {
        return entries.computeIfAbsent(key, make);
    }

    synchronized int size() {
        return entries.size();
    }
}
