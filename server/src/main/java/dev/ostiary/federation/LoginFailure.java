package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.outbound.OutboundFailure;

/** A step of a sign-in failed. The message goes to the step log: it holds no secret. */
public final class LoginFailure extends Exception {
    private final Reason reason;
    private final Stage stage;

    public LoginFailure(Reason reason, Stage stage, String detail) {
        super(detail);
        this.reason = reason;
        this.stage = stage;
    }

    public LoginFailure(Reason reason, Stage stage, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.stage = stage;
    }

    /** A provider that could not be asked. */
    public static LoginFailure unanswered(Stage stage, OutboundFailure cause) {
        return new LoginFailure(unanswered(cause), stage, cause.reason().text() + ": " + cause.getMessage(), cause);
    }

    /** Why a provider could not be asked, which somewhere in the causes an {@link OutboundFailure} tells. */
    public static Reason unanswered(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutboundFailure outbound && outbound.reason() == OutboundFailure.Reason.BUSY) {
                return Reason.PROVIDER_BUSY;
            }
        }
        return Reason.PROVIDER_UNREACHABLE;
    }

    public Reason reason() {
        return reason;
    }

    Stage stage() {
        return stage;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
