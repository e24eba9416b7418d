package dev.ostiary.outbound;

import java.io.IOException;
import java.util.Locale;

/** A call to the outside that gave no answer to work with. Its message is safe for administrators: it holds no secret and no body. */
public final class OutboundFailure extends IOException {

    /** What went wrong. */
    public enum Reason {
        /** Not an absolute http or https URL, or one with user information. */
        INVALID_URL,
        /** The host's address is not public and not allowed. */
        REFUSED_ADDRESS,
        /** The host name has no address. */
        UNKNOWN_HOST,
        /** Nobody answers, or the connection broke off. */
        CONNECTION,
        /** No secure connection: certificate, name or protocol, or the handshake was broken off. */
        TLS,
        /** As many calls to this peer are under way as may be: it answers too slowly. */
        BUSY,
        /** The whole call took longer than it may. */
        TIMEOUT,
        /** The answer has more bytes than it may. */
        TOO_LARGE,
        /** What came back is not HTTP. */
        NOT_HTTP,
        /** More than three redirects, one without a usable target, from https to http, or one that this call must not follow. */
        REDIRECT,
        /** The status is not the one that was needed. */
        STATUS;

        /** Returns the name as the step log shows it, such as {@code refused-address}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    OutboundFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    OutboundFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
