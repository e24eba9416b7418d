package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Collects the steps of one request while it runs. Used by one thread. */
public final class StepLog {
    private final InstantSource clock;
    private final List<LogEntry> entries = new ArrayList<>();

    StepLog(InstantSource clock) {
        this.clock = clock;
    }

    public void ok(Stage stage, String detail) {
        entries.add(new LogEntry(clock.instant(), stage, true, detail));
    }

    void failed(LoginFailure failure) {
        failed(failure.stage(), failure.reason(), failure.detail());
    }

    void failed(Stage stage, Reason reason, String detail) {
        entries.add(
                new LogEntry(clock.instant(), stage, false, reason.name().toLowerCase(Locale.ROOT) + ": " + detail));
    }

    /** A command that adds steps: those of the time before are forgotten when it runs again. */
    <T> Function<Transaction, T> within(Function<Transaction, T> command) {
        int before = entries.size();
        return tx -> {
            entries.subList(before, entries.size()).clear();
            return command.apply(tx);
        };
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }
}
