package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the steps of one request while it runs. Used by one thread. */
final class StepLog {
    private final InstantSource clock;
    private final List<LogEntry> entries = new ArrayList<>();

    StepLog(InstantSource clock) {
        this.clock = clock;
    }

    void ok(Stage stage, String detail) {
        entries.add(new LogEntry(clock.instant(), stage, true, detail));
    }

    void failed(LoginFailure failure) {
        failed(failure.stage(), failure.reason(), failure.detail());
    }

    void failed(Stage stage, Reason reason, String detail) {
        entries.add(
                new LogEntry(clock.instant(), stage, false, reason.name().toLowerCase(Locale.ROOT) + ": " + detail));
    }

    /** How many steps there are. */
    int size() {
        return entries.size();
    }

    /** Forgets the steps after the first ones: a command that runs again tells its steps again. */
    void backTo(int size) {
        entries.subList(size, entries.size()).clear();
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }
}
