package dev.ostiary.federation.ldap;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.Reason;
import org.jspecify.annotations.Nullable;

/** A conversation with a directory's server came to nothing. The message is for administrators, and holds no password. */
public final class DirectoryFailure extends Exception {
    private final Reason reason;
    private final Stage stage;
    private final boolean elsewhere;

    private DirectoryFailure(Reason reason, Stage stage, String detail, boolean elsewhere, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.stage = stage;
        this.elsewhere = elsewhere;
    }

    /** Something is wrong with this server; another may do. */
    static DirectoryFailure here(Reason reason, Stage stage, String detail, @Nullable Throwable cause) {
        return new DirectoryFailure(reason, stage, detail, true, cause);
    }

    static DirectoryFailure here(Reason reason, Stage stage, String detail) {
        return here(reason, stage, detail, null);
    }

    /** The directory has spoken; another server would say the same. */
    static DirectoryFailure everywhere(Reason reason, Stage stage, String detail) {
        return new DirectoryFailure(reason, stage, detail, false, null);
    }

    public Reason reason() {
        return reason;
    }

    public Stage stage() {
        return stage;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Whether the next server is worth trying. */
    public boolean mayGoBetterElsewhere() {
        return elsewhere;
    }
}
