package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.Concurrently;
import dev.ostiary.TestDatabase;
import dev.ostiary.TestStore;
import dev.ostiary.store.Tally.Closed;
import dev.ostiary.store.Tally.Counted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every store must do. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreSuite {
    private final TestStore tests = new TestStore(database());
    private final Store store = tests.store;
    private String instance = "";

    /** Makes an empty database. */
    abstract TestDatabase database();

    @BeforeAll
    void createTable() {
        Tally.createTable(store);
    }

    @BeforeEach
    void newInstance() {
        instance = tests.ids.next();
    }

    @AfterAll
    void close() {
        tests.close();
    }

    @Test
    void aReadSeesEveryWriteThatWasAcknowledgedBefore() throws Exception {
        Concurrently.all(IntStream.range(0, 8)
                .mapToObj(thread -> (Callable<Void>) () -> {
                    for (int i = 1; i <= 50; i++) {
                        count("seen " + thread, 1);
                        assertThat(sum("seen " + thread)).isEqualTo(i);
                    }
                    return null;
                })
                .toList());
    }

    @Test
    void manyThreadsCountInOneStreamAndEveryAcknowledgedCommandIsThereOnce() throws Exception {
        Concurrently.all(IntStream.range(0, 40)
                .mapToObj(thread -> (Callable<Void>) () -> {
                    for (int i = 0; i < 25; i++) {
                        count("busy", 1);
                    }
                    return null;
                })
                .toList());

        assertThat(sum("busy")).isEqualTo(1000);
        assertThat(versions("busy"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void whatBeginsAgainWithFewerOrMoreEventsThanItHadGoesOnCountingVersions() {
        record("again", null, new Counted(1), new Counted(2), new Closed());
        record("again", null, new Counted(3), new Closed());
        record(
                "again",
                null,
                new Counted(4),
                new Counted(5),
                new Counted(6),
                new Counted(7),
                new Counted(8),
                new Closed());
        record("again", null, counted(20));

        assertThat(versions("again"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 31).boxed().toList());
        assertThat(payloads("again").stream().map(payload -> payload.replaceAll("\\D", "")))
                .startsWith("1", "2", "", "3", "", "4", "5", "6", "7", "8", "", "1", "2")
                .endsWith("19", "20");
    }

    @Test
    void ofSeveralEventsOnWhatHasChangedMeanwhileNoneIsKept() {
        Stored<Tally> before = record("late", null, new Counted(1));
        record("late", before, new Counted(2));

        assertThatThrownBy(() -> record("late", before, counted(3))).isInstanceOf(Store.Conflict.class);
        assertThat(versions("late")).containsExactly(1L, 2L);
        assertThat(sum("late")).isEqualTo(3);
    }

    @Test
    void aReadSeesOneMomentHoweverLongItTakes() throws Exception {
        count("moment", 1);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<Integer> seen = Concurrently.all(List.of(
                () -> store.read(sql -> {
                    int first = sumIn(sql, "moment");
                    began.countDown();
                    await(written);
                    return first * 100 + sumIn(sql, "moment");
                }),
                () -> {
                    began.await();
                    count("moment", 1);
                    written.countDown();
                    return 0;
                }));

        assertThat(seen).containsExactly(101, 0);
        assertThat(sum("moment")).isEqualTo(2);
    }

    @Test
    void aReadCannotWrite() {
        count("kept", 1);

        assertThatThrownBy(() -> store.read(sql -> sql.execute("delete from tallies")))
                .hasStackTraceContaining("read"); // read-only, or readonly
        assertThat(sum("kept")).isEqualTo(1);
    }

    @Test
    void aReadThatFailsThrowsAsItIsAndLeavesItsConnectionUsable() {
        IllegalStateException thrown = new IllegalStateException("mine");

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> store.read(sql -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        assertThat(Tally.find(store, instance, "nobody")).isEmpty();
    }

    @Test
    void readsInsideReadsNeedNoMoreConnectionsThanThereAre() throws Exception {
        count("nested", 7);

        List<Integer> seen = Concurrently.all(IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Integer>) () -> store.read(outer -> store.read(inner -> sum("nested"))))
                .toList());

        assertThat(seen).containsOnly(7);
    }

    @Test
    void aCommandSeesWhatItWroteItself() {
        int seen = store.write(tx -> {
            tx.record(Tally.KIND, Tally.stream(instance, "own"), null, "me", List.of(new Counted(3)));
            return sumIn(tx.sql(), "own");
        });

        assertThat(seen).isEqualTo(3);
    }

    @Test
    void stateAndEventsOfAFailedCommandAreBothGone() {
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.record(Tally.KIND, Tally.stream(instance, "gone"), null, "me", List.of(new Counted(3)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(Tally.find(store, instance, "gone")).isEmpty();
        assertThat(versions("gone")).isEmpty();
    }

    @Test
    void committedEventsAreAnnouncedBeforeTheirCommandIsAcknowledged() {
        List<Committed> announced = new CopyOnWriteArrayList<>();
        store.onCommit(announced::addAll);

        count("announced", 1);

        assertThat(announced).contains(new Committed(Tally.stream(instance, "announced"), "tally.counted"));
    }

    @Test
    void whatIsAnnouncedCanAlreadyBeRead() {
        List<Integer> read = new CopyOnWriteArrayList<>();
        store.onCommit(committed -> {
            if (committed.stream().anyMatch(event -> event.stream().equals(Tally.stream(instance, "readable")))) {
                read.add(sum("readable"));
            }
        });

        count("readable", 5);

        assertThat(read).isNotEmpty().containsOnly(5);
    }

    @Test
    void aFailedCommandIsNotAnnounced() {
        List<Committed> announced = new CopyOnWriteArrayList<>();
        store.onCommit(announced::addAll);

        assertThatThrownBy(() -> store.write(tx -> {
                    tx.record(Tally.KIND, Tally.stream(instance, "silent"), null, "me", List.of(new Counted(3)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        count("loud", 1);

        assertThat(announced)
                .extracting(event -> event.stream().id())
                .contains("loud")
                .doesNotContain("silent");
    }

    @Test
    void aListenerThatFailsKeepsTheNewsFromNobodyElse() {
        List<Committed> announced = new CopyOnWriteArrayList<>();
        try (TestDatabase database = database();
                Store own = database.open(1, tests.clock)) {
            own.onCommit(committed -> {
                throw new IllegalStateException("broken");
            });
            own.onCommit(announced::addAll);
            Tally.createTable(own);

            own.write(tx ->
                    tx.record(Tally.KIND, Tally.stream("1", "a"), null, "me", List.of(new Counted(1), new Closed())));
        }

        assertThat(announced).extracting(Committed::type).startsWith("tally.counted", "tally.closed");
    }

    @Test
    void everythingIsThereAfterOpeningAgain() {
        try (TestDatabase database = database()) {
            try (Store first = database.open(1, tests.clock)) {
                Tally.createTable(first);
                first.write(tx -> tx.record(Tally.KIND, Tally.stream("1", "a"), null, "me", List.of(new Counted(4))));
            }
            try (Store second = database.open(1, tests.clock)) {
                assertThat(Tally.find(second, "1", "a").orElseThrow().state()).isEqualTo(new Tally(4));
            }
        }
    }

    @Test
    void aClosedStoreRefusesReadsAndWrites() {
        try (TestDatabase database = database()) {
            Store closed = database.open(1, tests.clock);
            closed.close();

            assertThatThrownBy(() -> closed.write(tx -> tx)).hasMessage("the store is closed");
            assertThatThrownBy(() -> closed.read(sql -> sql)).hasMessage("the store is closed");
        }
    }

    @Test
    void closingWaitsForReadsThatAreUnderWay() throws Exception {
        TestDatabase database = database();
        Store closing = database.open(1, tests.clock);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> results = Concurrently.all(List.of(
                () -> closing.read(sql -> {
                    began.countDown();
                    await(goOn);
                    return sql.select("select 7").mapTo(Integer.class).one();
                }),
                () -> {
                    began.await();
                    Thread closer = Thread.startVirtualThread(closing::close);
                    Concurrently.awaitWaiting(closer);
                    goOn.countDown();
                    closer.join();
                    return 0;
                }));

        assertThat(results).containsExactly(7, 0);
        database.close();
    }

    @Test
    void aCommandThatFailsTakesNothingElseWithIt() throws Exception {
        List<Boolean> succeeded = Concurrently.all(IntStream.range(0, 200)
                .mapToObj(i -> (Callable<Boolean>) () -> i % 3 == 0 ? isRefused("mixed " + i) : counts("mixed " + i))
                .toList());

        for (int i = 0; i < 200; i++) {
            assertThat(succeeded.get(i)).isTrue();
            assertThat(Tally.find(store, instance, "mixed " + i).isPresent()).isEqualTo(i % 3 != 0);
        }
    }

    @Test
    void aCommandWhoseSqlIsWrongFailsAloneAndTheNextOneWorks() throws Exception {
        Concurrently.all(IntStream.range(0, 30)
                .mapToObj(i -> (Callable<Boolean>) () -> {
                    if (i % 3 == 0) {
                        assertThatThrownBy(() -> store.write(tx -> tx.sql().execute("select nonsense")))
                                .isNotInstanceOf(Store.Unavailable.class);
                        return true;
                    }
                    return counts("wrong " + i);
                })
                .toList());

        assertThat(counts("after")).isTrue();
    }

    @Test
    void aDuplicateOfTheCommandsOwnFailsAlone() {
        count("twice", 1);

        assertThatThrownBy(() -> store.write(tx -> tx.sql().execute("""
                        insert into tallies (instance, id, owner, version, created_at, changed_at, tally)
                        values (?, 'twice', '', 1, 1, 1, 1)""", instance)))
                .isNotInstanceOf(Store.Unavailable.class);
        assertThat(sum("twice")).isEqualTo(1);
    }

    private boolean isRefused(String id) {
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.record(Tally.KIND, Tally.stream(instance, id), null, "me", List.of(new Counted(3)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        return true;
    }

    private boolean counts(String id) {
        return count(id, 1).state().sum() == 1;
    }

    @Test
    void timeIsKeptInWholeMicroseconds() {
        tests.clock.advance(Duration.ofNanos(1_234_567));

        Stored<Tally> stored = count("time", 1);

        assertThat(stored.revision().changedAt().getNano() % 1000).isZero();
        assertThat(Tally.find(store, instance, "time")).contains(stored);
    }

    private Stored<Tally> count(String id, int by) {
        return store.write(tx -> {
            @Nullable
            Stored<Tally> before =
                    Tally.KIND.table().find(tx.sql(), instance, id).orElse(null);
            return tx.record(Tally.KIND, Tally.stream(instance, id), before, "me", List.of(new Counted(by)));
        });
    }

    private int sum(String id) {
        return Tally.find(store, instance, id).orElseThrow().state().sum();
    }

    private int sumIn(org.jdbi.v3.core.Handle sql, String id) {
        return Tally.KIND.table().find(sql, instance, id).orElseThrow().state().sum();
    }

    private Stored<Tally> record(String id, @Nullable Stored<Tally> before, Tally.Event... events) {
        return store.write(tx -> tx.record(Tally.KIND, Tally.stream(instance, id), before, "me", List.of(events)));
    }

    private static Tally.Event[] counted(int most) {
        return IntStream.rangeClosed(1, most).mapToObj(Counted::new).toArray(Tally.Event[]::new);
    }

    private List<String> payloads(String id) {
        return store.read(sql -> sql.select(
                        "select payload from events where instance = ? and stream = ? order by version", instance, id)
                .mapTo(String.class)
                .list());
    }

    private List<Long> versions(String id) {
        return store.read(sql -> sql.select(
                        "select version from events where instance = ? and stream = ? order by position", instance, id)
                .mapTo(Long.class)
                .list());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
