package dev.ostiary.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A small kind of resource: a sum that goes up, until it is closed. */
record Tally(int sum) {
    sealed interface Event {}

    record Counted(int by) implements Event {}

    record Closed() implements Event {}

    static final StreamKind<Tally, Event> KIND = new StreamKind<>(
            "tally",
            EventTypes.<Event>named().with("tally.counted", Counted.class).with("tally.closed", Closed.class),
            (state, event) -> switch (event) {
                case Counted counted -> new Tally((state == null ? 0 : state.sum()) + counted.by());
                case Closed closed -> null;
            },
            new InTallies());

    static Stream stream(String instance, String id) {
        return KIND.stream(instance, id, "owner of " + id);
    }

    static Optional<Stored<Tally>> find(Store store, String instance, String id) {
        return store.read(sql -> KIND.table().find(sql, instance, id));
    }

    static void createTable(Store store) {
        store.write(tx -> tx.sql().execute("""
                create table if not exists tallies (instance text not null, id text not null, owner text not null, version bigint not null,
                  created_at bigint not null, changed_at bigint not null, tally bigint not null, primary key (instance, id))"""));
    }

    private static final class InTallies implements Table<Tally> {
        private static final Rows ROWS = new Rows("tallies", "tally");

        @Override
        public Optional<Stored<Tally>> find(Handle sql, String instance, String id) {
            return ROWS.find(sql, "tally", row -> new Tally(row.getInt("tally")), instance, id);
        }

        @Override
        public void save(Handle sql, Stored<Tally> stored) {
            ROWS.save(sql, stored, stored.state().sum());
        }

        @Override
        public void remove(Handle sql, Stream stream) {
            ROWS.remove(sql, stream);
        }
    }
}
