package dev.ostiary.http;

/** One client asks more often than it may (RFC 6585 section 4). */
public final class TooManyRequests extends RuntimeException {
    private static final String MESSAGE = "too many requests from your address: try again in a moment";

    private final long seconds;

    /** @param seconds after which it may ask again */
    TooManyRequests(long seconds) {
        super(MESSAGE, null, false, false);
        this.seconds = seconds;
    }

    @Override
    public String getMessage() {
        return MESSAGE;
    }

    /** Value of {@code Retry-After} (RFC 9110 section 10.2.3). */
    public String retryAfter() {
        return Long.toString(seconds);
    }
}
