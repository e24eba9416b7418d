package dev.ostiary.http;

/** The server has more to do than it can do now. Nothing was changed; the same request may succeed a moment later. */
public final class Overloaded extends RuntimeException {

    /** Seconds after which it is worth trying again: value of {@code Retry-After} (RFC 9110 section 10.2.3). */
    public static final String RETRY_AFTER = "1";

    public Overloaded(String message) {
        super(message, null, false, false);
    }
}
