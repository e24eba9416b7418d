package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.store.Transaction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StepLogTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    @Test
    void aCommandThatRunsAgainTellsItsStepsOnce() {
        StepLog log = new StepLog(TESTS.clock);
        AtomicInteger runs = new AtomicInteger();
        log.ok(Stage.CALLBACK, "before the command");
        Function<Transaction, Integer> command = log.within(tx -> {
            log.ok(Stage.DECISION, "run " + runs.incrementAndGet());
            return runs.get();
        });

        TESTS.store.write(command);
        TESTS.store.write(command);

        assertThat(log.entries()).extracting(LogEntry::detail).containsExactly("before the command", "run 2");
    }
}
