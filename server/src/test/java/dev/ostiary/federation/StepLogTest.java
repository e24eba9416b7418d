package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.federation.LogEntry.Stage;
import org.junit.jupiter.api.Test;

class StepLogTest {
    @Test
    void aCommandThatRunsAgainTellsItsStepsOnce() {
        StepLog log = new StepLog(() -> TestStore.START);
        log.ok(Stage.CALLBACK, "before the command");
        int before = log.size();

        for (int run = 0; run < 2; run++) {
            log.backTo(before);
            log.ok(Stage.DECISION, "run " + run);
        }

        assertThat(log.entries()).extracting(LogEntry::detail).containsExactly("before the command", "run 1");
    }
}
