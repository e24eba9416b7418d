package dev.ostiary.outbound;

/** A provider's metadata could not be had. Its message is safe for administrators. */
public final class DiscoveryFailure extends Exception {

    /** What went wrong. */
    public enum Reason {
        /** There was no answer; the cause is an {@link OutboundFailure}. */
        UNREACHABLE,
        /** What came back is not a provider's metadata. */
        NOT_METADATA,
        /** The document names another issuer than the one that is configured. */
        ISSUER_MISMATCH,
        /** An endpoint is not an http or https URL, or not https although the issuer is. */
        INVALID_ENDPOINT
    }

    private final Reason reason;

    DiscoveryFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DiscoveryFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
