package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Step;

/** A step of a sign-in failed. The message goes to the step log: it holds no secret. */
final class LoginFailure extends Exception {
    private final Reason reason;
    private final Step step;

    LoginFailure(Reason reason, Step step, String detail) {
        super(detail);
        this.reason = reason;
        this.step = step;
    }

    LoginFailure(Reason reason, Step step, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.step = step;
    }

    Reason reason() {
        return reason;
    }

    Step step() {
        return step;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
