package dev.ostiary.store;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One command's part of a commit. Used by one thread, and only while the command runs. */
public interface Transaction {

    /** The connection: queries see what this transaction wrote. Tables are written through {@link #record}. */
    Handle sql();

    /** When this transaction happens, in whole microseconds. */
    Instant now();

    /**
     * Appends events to a stream and brings its read table along.
     *
     * @param before the resource as it is, null when it begins with these events
     * @param actor id of the user who does it
     * @throws Store.Conflict when {@code before} is not how the resource is any more
     * @return the resource as it is now; its last state when the events ended it
     */
    <S, E> Stored<S> record(
            StreamKind<S, E> kind, Stream stream, @Nullable Stored<S> before, String actor, List<? extends E> events);

    /**
     * Makes a value unique in the instance.
     *
     * @param kind what must be unique, such as {@code usernames}
     * @param value compared as it is: bring it to lower case where case must not matter
     * @param taken what is thrown when somebody has it
     */
    void claim(String instance, String kind, String value, Supplier<? extends RuntimeException> taken);

    void release(String instance, String kind, String value);
}
