package dev.ostiary.user;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of passwords that people enter. */
final class PasswordMetrics {
    private final Counter passed;
    private final Counter wrong;
    private final Counter notSet;
    private final Counter lockedOut;
    private final Counter overloaded;

    PasswordMetrics(MeterRegistry registry) {
        this.passed = counter(registry, "passed");
        this.wrong = counter(registry, "wrong");
        this.notSet = counter(registry, "not-set");
        this.lockedOut = counter(registry, "locked-out");
        this.overloaded = counter(registry, "overloaded");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("ostiary.password.checks")
                .description("Passwords that were entered, by what came of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    PasswordCheck count(PasswordCheck check) {
        switch (check) {
            case PasswordCheck.Passed _ -> passed.increment();
            case PasswordCheck.Wrong _ -> wrong.increment();
            case PasswordCheck.NotSet _ -> notSet.increment();
            case PasswordCheck.LockedOut _ -> lockedOut.increment();
        }
        return check;
    }

    void overloaded() {
        overloaded.increment();
    }
}
