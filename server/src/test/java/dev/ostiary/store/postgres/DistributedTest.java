package dev.ostiary.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Concurrently;
import dev.ostiary.TestPostgres;
import dev.ostiary.TestStore;
import dev.ostiary.store.Committed;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two servers that use no more of PostgreSQL than the distributed databases offer. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class DistributedTest {
    private record Note(int number) {}

    private static final StreamKind<Note, Note> KIND = new StreamKind<>(
            "note", EventTypes.<Note>named().with("note.added", Note.class), (state, event) -> event, new Nowhere());

    private Store one;
    private Store two;

    @BeforeEach
    void open() throws Exception {
        PostgresAddress address = TestPostgres.database().address();
        one = open(address);
        two = open(address);
    }

    private static Store open(PostgresAddress address) throws SQLException {
        return PostgresStore.open(
                new Connections(address), Product.DISTRIBUTED, 2, () -> TestStore.START, StoreMetrics.unread());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void eachServerFindsOutWhatTheOtherCommits() throws Exception {
        BlockingQueue<Committed> told = new LinkedBlockingQueue<>();
        two.onCommit(told::addAll);

        note(one, "a");

        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(new Committed(KIND.stream("1", "a", "1"), "note.added"));
    }

    @Test
    void noEventOfEitherServerIsLost() throws Exception {
        Concurrently.all(IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Void>) () -> {
                    for (int i = 0; i < 10; i++) {
                        note(thread % 2 == 0 ? one : two, "busy");
                    }
                    return null;
                })
                .toList());

        assertThat(two.<List<Long>>read(sql -> sql.select("select version from events order by version")
                        .mapTo(Long.class)
                        .list()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 80).boxed().toList());
    }

    private static void note(Store store, String id) {
        store.write(tx -> tx.record(KIND, KIND.stream("1", id, "1"), null, "me", List.of(new Note(1))));
    }

    private static final class Nowhere implements Table<Note> {
        @Override
        public Optional<Stored<Note>> find(Handle sql, String instance, String id) {
            return Optional.empty();
        }

        @Override
        public void save(Handle sql, Stored<Note> stored) {
            // the events are enough
        }

        @Override
        public void remove(Handle sql, Stream stream) {
            // the events are enough
        }
    }
}
