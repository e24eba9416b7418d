package dev.ostiary.store;

import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** One value of each instance that is needed all the time and hardly ever changes: it is kept in memory as {@link Known} says. */
public final class PerInstance<T> {
    private final Function<String, T> load;
    private final Known<String, T> known;

    /**
     * @param type of the streams that the value comes of
     * @param load finds an instance's value
     */
    public PerInstance(Store store, String type, Function<String, T> load) {
        this.load = load;
        this.known = new Known<>(store, 1, Set.of(type));
    }

    /** @param read reads an instance's value */
    public static <T> PerInstance<T> read(Store store, String type, BiFunction<Handle, String, T> read) {
        return new PerInstance<>(store, type, instance -> store.read(sql -> read.apply(sql, instance)));
    }

    public T of(String instance) {
        return known.of(instance, instance, () -> load.apply(instance));
    }
}
