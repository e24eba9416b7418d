package dev.ostiary.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The read table of a kind of resource: one row a resource, keyed by instance and id. */
public interface Table<S> {
    Optional<Stored<S>> find(Handle sql, String instance, String id);

    /** Writes the row, new or changed. */
    void save(Handle sql, Stored<S> stored);

    /** Deletes the row and what hangs on it. */
    void remove(Handle sql, Stream stream);
}
