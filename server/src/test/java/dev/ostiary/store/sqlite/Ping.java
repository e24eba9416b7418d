package dev.ostiary.store.sqlite;

import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Table;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The smallest kind of stream: its state is its last event, and no table keeps it. */
record Ping(int number) {
    static final StreamKind<Ping, Ping> KIND = new StreamKind<>(
            "ping", EventTypes.<Ping>named().with("ping", Ping.class), (state, event) -> event, new Nowhere());

    private static final class Nowhere implements Table<Ping> {
        @Override
        public Optional<Stored<Ping>> find(Handle sql, String instance, String id) {
            return Optional.empty();
        }

        @Override
        public void save(Handle sql, Stored<Ping> stored) {}

        @Override
        public void remove(Handle sql, Stream stream) {}
    }
}
