package dev.ostiary.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The read table of a kind of resource: one row a resource, keyed by instance and id. */
public interface Table<S> {
    Optional<Stored<S>> find(Handle sql, String instance, String id);

    /** Writes the row, new or changed. */
    void save(Handle sql, Stored<S> stored);

    /**
     * The same, for tables that needn't write all of what changed a little.
     *
     * @param before as the table has it, null when it is new
     */
    default void save(Handle sql, @Nullable Stored<S> before, Stored<S> after) {
        save(sql, after);
    }

    /** Deletes the row and what hangs on it. */
    void remove(Handle sql, Stream stream);
}
