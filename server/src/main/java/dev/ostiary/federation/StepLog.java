package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Step;
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

    void ok(Step step, String detail) {
        entries.add(new LogEntry(clock.instant(), step, true, detail));
    }

    void failed(LoginFailure failure) {
        failed(failure.step(), failure.reason(), failure.detail());
    }

    void failed(Step step, Reason reason, String detail) {
        entries.add(new LogEntry(clock.instant(), step, false, reason.name().toLowerCase(Locale.ROOT) + ": " + detail));
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }
}
