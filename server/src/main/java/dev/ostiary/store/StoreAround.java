package dev.ostiary.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A store that has another one do all but what it does itself. */
public interface StoreAround extends Store {

    /** The other one. */
    Store store();

    @Override
    default <T> T read(Function<Handle, T> query) {
        return store().read(query);
    }

    @Override
    default <T> T write(Function<Transaction, T> command) {
        return store().write(command);
    }

    @Override
    default void onCommit(Consumer<List<Committed>> listener) {
        store().onCommit(listener);
    }

    @Override
    default void onGap(Runnable listener) {
        store().onGap(listener);
    }

    @Override
    default long moment() {
        return store().moment();
    }

    @Override
    default boolean isPresent(long moment) {
        return store().isPresent(moment);
    }

    @Override
    default boolean isUpToDate() {
        return store().isUpToDate();
    }

    @Override
    default void close() {
        store().close();
    }
}
