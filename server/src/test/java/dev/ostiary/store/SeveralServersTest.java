package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.Concurrently;
import dev.ostiary.MovableClock;
import dev.ostiary.TestPostgres;
import dev.ostiary.TestStore;
import dev.ostiary.store.Tally.Counted;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Two servers on one database. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class SeveralServersTest {
    private static final String KILL =
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = '%s'";

    private final MovableClock clock = new MovableClock(TestStore.START);
    private final TestPostgres.Database database = TestPostgres.database();
    private Store one = database.open(2, clock);
    private Store two = database.open(2, clock);

    @BeforeEach
    void createTable() {
        Tally.createTable(one);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void serversThatStartTogetherOnAnEmptyDatabaseAllComeUp() throws Exception {
        TestPostgres.Database empty = TestPostgres.database();

        List<Store> stores = Concurrently.all(IntStream.range(0, 3)
                .mapToObj(i -> (Callable<Store>) () -> empty.open(1, clock))
                .toList());

        Tally.createTable(stores.getFirst());
        count(stores.getLast(), "a");
        stores.forEach(store -> assertThat(sum(store, "a")).isEqualTo(1));
        stores.forEach(Store::close);
    }

    @Test
    void whatOneServerAcknowledgedTheOtherReads() {
        for (int i = 1; i <= 50; i++) {
            count(i % 2 == 0 ? one : two, "seen");
            assertThat(sum(i % 2 == 0 ? two : one, "seen")).isEqualTo(i);
        }
    }

    @Test
    void noCountOfEitherServerIsLost() throws Exception {
        Concurrently.all(IntStream.range(0, 20)
                .mapToObj(thread -> (Callable<Void>) () -> {
                    for (int i = 0; i < 25; i++) {
                        count(thread % 2 == 0 ? one : two, "busy " + thread / 10);
                    }
                    return null;
                })
                .toList());

        assertThat(sum(one, "busy 0") + sum(one, "busy 1")).isEqualTo(500);
    }

    @Test
    void aValueIsClaimedOnce() throws Exception {
        List<Boolean> won = Concurrently.all(IntStream.range(0, 200)
                .mapToObj(i -> (Callable<Boolean>) () -> claims(i % 2 == 0 ? one : two, "value " + i / 4))
                .toList());

        assertThat(won.stream().filter(claimed -> claimed)).hasSize(50);
    }

    /** Each reads both rows and writes one: row locks and versions alone wouldn't see that they got in each other's way. */
    @Test
    void whatACommandReadIsStillTrueWhenItIsCommitted() throws Exception {
        for (int round = 0; round < 30; round++) {
            String id = "skew " + round + " ";

            Concurrently.all(List.of(() -> countIfNone(one, id, 0), () -> countIfNone(two, id, 1)));

            assertThat(one.<Integer>read(sql -> sumOrNone(sql, id + 0) + sumOrNone(sql, id + 1)))
                    .isEqualTo(1);
        }
    }

    @Test
    void aCommandOnTopOfAnOldStateOfTheOtherServerIsAConflict() {
        Stored<Tally> old = count(one, "old");
        count(two, "old");

        assertThatThrownBy(
                        () -> one.write(tx -> tx.record(Tally.KIND, old.stream(), old, "me", List.of(new Counted(1)))))
                .isInstanceOf(Store.Conflict.class);
        assertThat(sum(one, "old")).isEqualTo(2);
    }

    @Test
    void aCommandWhoseConnectionIsKilledIsUnavailableAndTheNextWorks() {
        assertThatThrownBy(() -> one.write(tx -> tx.sql().execute("select pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOf(Store.Unavailable.class);

        count(one, "after");
        assertThat(sum(one, "after")).isEqualTo(1);
    }

    @Test
    void aReadWhoseConnectionIsKilledIsUnavailableAndTheNextWorks() {
        assertThatThrownBy(() -> one.read(sql -> sql.execute("select pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOf(Store.Unavailable.class);

        count(one, "after");
        assertThat(sum(one, "after")).isEqualTo(1);
    }

    @Test
    void connectionsThatBrokeWhileNobodyUsedThemAreReplaced() {
        count(one, "idle");

        database.execute(KILL.formatted("ostiary-writer"));

        count(one, "idle");
        assertThat(sum(one, "idle")).isEqualTo(2);
    }

    @Test
    void eachServerIsToldWhatTheOtherCommits() throws Exception {
        BlockingQueue<Committed> toldOne = listen(one);
        BlockingQueue<Committed> toldTwo = listen(two);

        count(one, "of one");
        awaitEvent(toldTwo, "of one");
        count(two, "of two");
        awaitEvent(toldOne, "of two");
    }

    @Test
    void whatIsToldCanBeRead() throws Exception {
        BlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        two.onCommit(committed -> read.add(sum(two, "readable")));

        count(one, "readable");

        assertThat(read.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    /** Positions are handed out before transactions commit. */
    @Test
    void anEventThatIsCommittedAfterALaterOneIsToldToo() throws Exception {
        BlockingQueue<Committed> told = listen(two);
        try (Connection slow = database.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("""
                    insert into events (instance, stream_type, stream, version, type, at, actor, owner, payload)
                    values ('1', 'tally', 'slow', 1, 'tally.counted', 1, 'me', '1', '{}')""");
            count(one, "fast");
            awaitEvent(told, "fast");

            slow.commit();

            awaitEvent(told, "slow");
        }
    }

    @Test
    void aServerThatLostItsConnectionSaysSoAndGoesOnWhereItWas() throws Exception {
        BlockingQueue<Committed> told = listen(two);
        BlockingQueue<Boolean> gaps = new LinkedBlockingQueue<>();
        two.onGap(() -> gaps.add(true));

        database.execute(KILL.formatted("ostiary-follower"));
        count(one, "meanwhile");

        assertThat(gaps.poll(30, TimeUnit.SECONDS)).isTrue();
        awaitEvent(told, "meanwhile");
        count(one, "later");
        awaitEvent(told, "later");
    }

    private boolean claims(Store store, String value) {
        try {
            store.write(tx -> {
                tx.claim("1", "names", value, () -> new IllegalStateException("taken"));
                return value;
            });
            return true;
        } catch (IllegalStateException taken) {
            assertThat(taken).hasMessage("taken");
            return false;
        }
    }

    private boolean countIfNone(Store store, String id, int mine) {
        return store.write(tx -> {
            if (sumOrNone(tx.sql(), id + 0) + sumOrNone(tx.sql(), id + 1) > 0) {
                return false;
            }
            tx.record(Tally.KIND, Tally.stream("1", id + mine), null, "me", List.of(new Counted(1)));
            return true;
        });
    }

    private static int sumOrNone(org.jdbi.v3.core.Handle sql, String id) {
        return Tally.KIND
                .table()
                .find(sql, "1", id)
                .map(stored -> stored.state().sum())
                .orElse(0);
    }

    private static BlockingQueue<Committed> listen(Store store) {
        BlockingQueue<Committed> told = new LinkedBlockingQueue<>();
        store.onCommit(told::addAll);
        return told;
    }

    private static void awaitEvent(BlockingQueue<Committed> told, String id) throws InterruptedException {
        List<Committed> others = new ArrayList<>();
        for (Committed event = told.poll(30, TimeUnit.SECONDS);
                event != null;
                event = told.poll(30, TimeUnit.SECONDS)) {
            if (event.stream().id().equals(id)) {
                assertThat(event.type()).isEqualTo("tally.counted");
                return;
            }
            others.add(event);
        }
        throw new AssertionError(id + " was not told, but " + others);
    }

    private static Stored<Tally> count(Store store, String id) {
        return store.write(tx -> tx.record(
                Tally.KIND,
                Tally.stream("1", id),
                Tally.KIND.table().find(tx.sql(), "1", id).orElse(null),
                "me",
                List.of(new Counted(1))));
    }

    private static int sum(Store store, String id) {
        return Tally.find(store, "1", id).orElseThrow().state().sum();
    }
}
