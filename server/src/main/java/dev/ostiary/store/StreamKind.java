package dev.ostiary.store;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the store must know about a feature's streams.
 *
 * @param type name of the kind, such as {@code idp}
 * @param events names of its events
 * @param evolve the state after an event; it gets null before the first event and returns null after the last
 * @param table the read table that is written in the same transaction
 */
public record StreamKind<S, E>(
        String type, EventTypes<E> events, BiFunction<@Nullable S, E, @Nullable S> evolve, Table<S> table) {

    /** Returns the stream of a resource of this kind. */
    public Stream stream(String instance, String id, String owner) {
        return new Stream(instance, type, id, owner);
    }
}
