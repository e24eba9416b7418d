package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;

/** A step of a sign-in failed. The message goes to the step log: it holds no secret. */
final class LoginFailure extends Exception {
    private final Reason reason;
    private final Stage stage;

    LoginFailure(Reason reason, Stage stage, String detail) {
        super(detail);
        this.reason = reason;
        this.stage = stage;
    }

    LoginFailure(Reason reason, Stage stage, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.stage = stage;
    }

    Reason reason() {
        return reason;
    }

    Stage stage() {
        return stage;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
