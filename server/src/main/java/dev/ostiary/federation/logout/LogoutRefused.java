package dev.ostiary.federation.logout;

import dev.ostiary.federation.LogEntry;

/** A provider's notice that a session has ended is refused. The message is for administrators, and holds no token. */
public final class LogoutRefused extends Exception {
    private static final int LONGEST = 400;

    LogoutRefused(String detail) {
        super(LogEntry.printable(detail, LONGEST));
    }

    LogoutRefused(String detail, Throwable cause) {
        super(LogEntry.printable(detail, LONGEST), cause);
    }
}
