package dev.ostiary.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Store;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepeatedCallsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Store store = new ClaimingStore(TESTS.store);
    private final RepeatedCalls calls = new RepeatedCalls(store, TESTS.vault, TESTS.clock);
    private final AtomicInteger made = new AtomicInteger();

    /** Changes something and answers with a number that is never the same. */
    private Message make() {
        int number = made.incrementAndGet();
        store.write(tx -> {
            tx.claim(tenant.id, "made", "number " + number, IllegalStateException::new);
            return number;
        });
        return StringValue.of("s3cret " + number);
    }

    private Message call(String key, String request, Supplier<Message> work) {
        return calls.once(
                tenant.call(), key, "a.Service/Call", StringValue.of(request), StringValue.getDefaultInstance(), work);
    }

    private Message call(String key, String request) {
        return call(key, request, this::make);
    }

    private static void refused(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void aCallThatIsSentAgainIsMadeOnce() {
        assertThat(call("1", "add")).isEqualTo(call("1", "add")).isEqualTo(StringValue.of("s3cret 1"));
        assertThat(call("2", "add")).isEqualTo(StringValue.of("s3cret 2"));
        assertThat(made).hasValue(2);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        call("1", "add");

        refused(() -> call("1", "other"), Kind.INVALID_ARGUMENT);
        assertThat(made).hasValue(1);
    }

    @Test
    void aKeyIsItsCallersOwn() {
        call("1", "add");

        Tenant other = TESTS.tenant();
        calls.once(
                other.call(),
                "1",
                "a.Service/Call",
                StringValue.of("add"),
                StringValue.getDefaultInstance(),
                this::make);
        assertThat(made).hasValue(2);
    }

    @Test
    void whatWasRefusedHasUsedNoKey() {
        assertThatThrownBy(() -> call(
                        "1",
                        "add",
                        () -> store.write(tx -> {
                            throw new IllegalStateException("refused");
                        })))
                .hasMessage("refused");

        assertThat(call("1", "add")).isEqualTo(StringValue.of("s3cret 1"));
    }

    @Test
    void aCallWhoseAnswerWasLostIsNotMadeAgain() {
        assertThatThrownBy(() -> call("1", "add", () -> {
                    make();
                    throw new IllegalStateException("lost");
                }))
                .hasMessage("lost");

        refused(() -> call("1", "add"), Kind.ABORTED);
        assertThat(made).hasValue(1);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        call("1", "add");
        TESTS.clock.advance(Duration.ofHours(25));

        assertThat(call("1", "add")).isEqualTo(StringValue.of("s3cret 2"));
        TESTS.clock.advance(Duration.ofHours(25));
        assertThat(TESTS.store.<Integer>write(RepeatedCalls::sweep)).isPositive();
        assertThat(TESTS.store.<Integer>write(RepeatedCalls::sweep)).isZero();
    }

    @Test
    void twoAtOnceAreMadeOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Message> first = threads.submit(() -> call("1", "add", () -> {
                begun.countDown();
                await(end);
                return make();
            }));
            begun.await();
            try {
                refused(() -> call("1", "add"), Kind.ABORTED);
            } finally {
                end.countDown();
            }
            assertThat(first.get()).isEqualTo(call("1", "add"));
        }
        assertThat(made).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerIsKeptSealed() {
        call("1", "add");

        String sealed =
                TESTS.store.read(sql -> sql.select("select sealed from kept_answers where instance = ?", tenant.id)
                        .mapTo(String.class)
                        .one());
        assertThat(sealed).isNotEmpty().doesNotContain("s3cret");
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        refused(() -> call("k".repeat(256), "add"), Kind.INVALID_ARGUMENT);
    }
}
