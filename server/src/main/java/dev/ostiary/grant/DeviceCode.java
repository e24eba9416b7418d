package dev.ostiary.grant;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device on record that waits until somebody lets it in.
 *
 * @param id hash of its code: names the device where its code must not be known
 * @param session the sign-in session of who is to decide, empty as long as nobody has signed in for it
 * @param interval how long it must wait between two polls
 * @param grant what it gets tokens for, null until it is let in
 */
public record DeviceCode(
        String id,
        DeviceRequest request,
        State state,
        String session,
        Duration interval,
        Instant polledAt,
        Instant expiresAt,
        @Nullable AuthorizationCode grant) {
    /** A poll that was sent in time may arrive early. */
    private static final Duration EARLY = Duration.ofSeconds(1);

    /** What somebody has decided. */
    public enum State {
        WAITING,
        ALLOWED,
        DENIED
    }

    /** What a device is told that asks (RFC 8628 section 3.5). */
    public enum Poll {
        PENDING,
        SLOW_DOWN,
        EXPIRED,
        DENIED,
        ALLOWED
    }

    public Poll poll(Instant now) {
        if (!now.isBefore(expiresAt)) {
            return Poll.EXPIRED;
        }
        return switch (state) {
            case ALLOWED -> Poll.ALLOWED;
            case DENIED -> Poll.DENIED;
            case WAITING -> now.isBefore(polledAt.plus(interval).minus(EARLY)) ? Poll.SLOW_DOWN : Poll.PENDING;
        };
    }
}
