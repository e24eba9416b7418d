package dev.ostiary.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.Concurrently;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Committed;
import dev.ostiary.store.GroupCommit;
import dev.ostiary.store.Store.Unavailable;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.Stream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class GroupCommitTest {
    @TempDir
    Path dir;

    private final List<List<Committed>> announced = new ArrayList<>();
    private final AtomicInteger batches = new AtomicInteger();
    private Handle writing;
    private Handle reading;
    private GroupCommit commits;

    @BeforeEach
    void open() {
        Connections connections = new Connections(dir.resolve("test.db"));
        writing = connections.writer();
        writing.execute("create table notes (text text primary key)");
        writing.execute("create table parents (id text primary key)");
        writing.execute("create table children (parent text references parents (id) deferrable initially deferred)");
        writing.execute("pragma foreign_keys = on");
        reading = connections.reader();
        commits = new GroupCommit(
                new SqliteWriter(() -> writing, () -> Instant.EPOCH), this::announce, StoreMetrics.unread());
    }

    @AfterEach
    void close() {
        commits.close();
        writing.close();
        reading.close();
    }

    private void announce(List<Committed> committed) {
        announced.add(committed);
        batches.incrementAndGet();
    }

    @Test
    void whatIsAcknowledgedCanBeReadOnAnotherConnection() {
        assertThat(note("a")).isEqualTo("a");

        assertThat(notes()).containsExactly("a");
    }

    @Test
    void commandsThatWaitAtTheSameMomentShareOneCommit() throws Exception {
        runTogether(List.of(() -> note("a"), () -> note("b"), () -> note("c")));

        assertThat(notes()).contains("a", "b", "c");
        assertThat(batches).hasValue(2); // the one that held the writer up, and theirs
    }

    @Test
    void aFailingCommandUndoesItselfAndNothingOfItsNeighbours() throws Exception {
        IllegalStateException refused = new IllegalStateException("refused");

        List<Object> outcomes = runTogether(List.of(
                () -> note("before"),
                () -> commits.run(tx -> {
                    tx.sql().execute("insert into notes values ('undone')");
                    throw refused;
                }),
                () -> note("after")));

        assertThat(outcomes).containsExactly("before", refused, "after");
        assertThat(notes()).containsExactlyInAnyOrder("after", "before");
    }

    @Test
    void aStatementThatFailsUndoesItsCommandAndNothingElse() throws Exception {
        List<Object> outcomes = runTogether(List.of(
                () -> note("same"),
                () -> commits.run(tx -> {
                    tx.sql().execute("insert into notes values ('undone')");
                    return tx.sql().execute("insert into notes values ('same')");
                }),
                () -> note("other")));

        assertThat(outcomes.get(1)).isInstanceOf(RuntimeException.class).isNotInstanceOf(Unavailable.class);
        assertThat(notes()).containsExactlyInAnyOrder("other", "same");
    }

    static List<RuntimeException> exceptions() {
        return List.of(
                Problem.invalid("X-1", "no"),
                new IllegalStateException("no"),
                new CompletionException("no", new IllegalArgumentException("inner")),
                new CancellationException("no"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void whatACommandThrowsReachesItsCallerAsItIs(RuntimeException thrown) {
        assertThatThrownBy(() -> commits.run(tx -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void anErrorInACommandReachesItsCallerAndTheNextCommandRuns() {
        AssertionError error = new AssertionError("broken");

        assertThatThrownBy(() -> commits.run(tx -> {
                    tx.sql().execute("insert into notes values ('undone')");
                    throw error;
                }))
                .isSameAs(error);
        note("next");

        assertThat(notes()).containsExactly("next");
    }

    @Test
    void aCommandInsideACommandIsRefused() {
        assertThatThrownBy(() -> commits.run(tx -> {
                    tx.sql().execute("insert into notes values ('outer')");
                    return note("inner");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't start another");

        assertThat(notes()).isEmpty();
    }

    @Test
    void aCommitThatFailsFailsEveryCommandOfItsBatchAndTheWriterGoesOn() throws Exception {
        List<Object> outcomes = runTogether(List.of(
                () -> note("innocent"),
                () -> commits.run(tx -> tx.sql().execute("insert into children values ('no such parent')")),
                () -> note("innocent too")));
        note("next");

        assertThat(outcomes).hasOnlyElementsOfType(Unavailable.class);
        assertThat(notes()).containsExactly("next");
    }

    @Test
    void nothingOfABatchThatCouldNotCommitIsAnnounced() throws Exception {
        List<Object> outcomes = runTogether(
                List.of(() -> commits.run(tx -> tx.sql().execute("insert into children values ('no such parent')"))));

        assertThat(outcomes).hasOnlyElementsOfType(Unavailable.class);
        assertThat(batches).hasValue(1);
    }

    @Test
    void aFullDiskFailsTheBatchAndTheWriterGoesOnWhenThereIsRoom() throws Exception {
        int pages = pragma("page_count");
        commits.run(tx -> pragma("max_page_count = " + (pages + 2)));

        List<Object> outcomes = runTogether(List.of(() -> note("small"), () -> note("x".repeat(1_000_000))));
        assertThat(outcomes).hasOnlyElementsOfType(Unavailable.class);
        assertThat(notes()).isEmpty();

        commits.run(tx -> pragma("max_page_count = " + (pages + 10_000)));
        note("x".repeat(1_000_000));
        assertThat(notes()).hasSize(1);
    }

    @Test
    void anUnavailableStoreSaysWhy() throws Exception {
        commits.run(tx -> pragma("max_page_count = " + pragma("page_count")));

        assertThatThrownBy(() -> note("x".repeat(1_000_000)))
                .isInstanceOf(Unavailable.class)
                .hasStackTraceContaining("full");
    }

    @Test
    void aFullQueueRefusesAtOnceAndRecovers() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Thread first = holdUp(free);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < GroupCommit.LONGEST_QUEUE; i++) {
            String text = "waiting " + i;
            waiting.add(Thread.startVirtualThread(() -> note(text)));
            Concurrently.awaitWaiting(waiting.getLast());
        }

        assertThatThrownBy(() -> note("too much")).isInstanceOf(Unavailable.class);

        free.countDown();
        first.join();
        for (Thread thread : waiting) {
            thread.join();
        }
        note("later");
        assertThat(notes())
                .hasSize(GroupCommit.LONGEST_QUEUE + 1)
                .contains("later")
                .doesNotContain("too much");
    }

    @Test
    void closingLetsCommandsThatWaitAlreadyCommit() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Thread first = holdUp(free);
        List<Thread> waiting = IntStream.range(0, 20)
                .mapToObj(i -> Thread.startVirtualThread(() -> note("note " + i)))
                .toList();
        waiting.forEach(Concurrently::awaitWaiting);

        Thread closing = Thread.startVirtualThread(commits::close);
        Concurrently.awaitWaiting(closing);
        free.countDown();
        closing.join();
        first.join();

        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(notes()).hasSize(20);
    }

    @RepeatedTest(20)
    void closingUnderFireEndsEveryCommandAndTellsEachTheTruth() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String name = "caller " + i + " note ";
            callers.add(() -> writeUntilRefused(name, acknowledged, enough));
        }
        callers.add(() -> {
            while (!enough.get()) {
                Thread.onSpinWait();
            }
            commits.close();
            return true;
        });

        assertThat(Concurrently.all(callers)).doesNotContain(false);

        assertThat(notes()).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    private boolean writeUntilRefused(String name, Set<String> acknowledged, AtomicBoolean enough) {
        for (int n = 0; ; n++) {
            try {
                acknowledged.add(note(name + n));
                enough.compareAndSet(false, acknowledged.size() > 50);
            } catch (IllegalStateException closed) {
                return "the store is closed".equals(closed.getMessage());
            }
        }
    }

    @Test
    void afterClosingEveryCommandIsRefusedHoweverManyCome() {
        commits.close();

        for (int i = 0; i < 10_000; i++) {
            assertThatThrownBy(() -> note("late"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the store is closed");
        }
        assertThat(notes()).isEmpty();
    }

    @Test
    void closingTwiceIsClosing() {
        commits.close();
        commits.close();

        assertThat(notes()).isEmpty();
    }

    @Test
    void aCallerThatWasInterruptedLearnsWhatBecameOfItsCommand() {
        Thread.currentThread().interrupt();

        assertThat(note("interrupted")).isEqualTo("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(notes()).containsExactly("interrupted");
    }

    @Test
    void eventsAreAnnouncedBeforeTheirCommandIsAcknowledgedAndInOrder() {
        writing.execute(
                "create table events (instance, stream_type, stream, version, type, at, actor, owner, payload)");

        commits.run(tx -> tx.record(Ping.KIND, new Stream("1", "ping", "a", "1"), null, "", List.of(new Ping(1))));
        assertThat(announced).containsExactly(List.of(new Committed(new Stream("1", "ping", "a", "1"), "ping")));
    }

    @Test
    void eventsOfAFailedCommandAreNeverAnnounced() {
        writing.execute(
                "create table events (instance, stream_type, stream, version, type, at, actor, owner, payload)");

        assertThatThrownBy(() -> commits.run(tx -> {
                    tx.record(Ping.KIND, new Stream("1", "ping", "a", "1"), null, "", List.of(new Ping(1)));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(announced).containsExactly(List.of());
    }

    /** Lets the tasks wait behind a command that holds the writer, then lets it go; returns results and exceptions. */
    private List<Object> runTogether(List<Callable<Object>> tasks) throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        Thread first = holdUp(free);
        List<Object> outcomes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            int at = i;
            outcomes.add("nothing yet");
            threads.add(Thread.startVirtualThread(() -> outcomes.set(at, outcome(tasks.get(at)))));
            Concurrently.awaitWaiting(threads.getLast());
        }
        free.countDown();
        first.join();
        for (Thread thread : threads) {
            thread.join();
        }
        return outcomes;
    }

    private Thread holdUp(CountDownLatch free) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        Thread thread = Thread.startVirtualThread(() -> commits.run(tx -> {
            running.countDown();
            await(free);
            return tx;
        }));
        running.await();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object outcome(Callable<Object> task) {
        try {
            return task.call();
        } catch (Exception e) {
            return e;
        }
    }

    private String note(String text) {
        return commits.run(tx -> {
            tx.sql().execute("insert into notes values (?)", text);
            return text;
        });
    }

    private List<String> notes() {
        return reading.select("select text from notes").mapTo(String.class).list();
    }

    private int pragma(String assignment) {
        return writing.select("pragma " + assignment).mapTo(Integer.class).one();
    }
}
