package dev.ostiary.rpc;

import java.util.Optional;

/**
 * The one error that reaches the wire. What it says is safe for the caller.
 *
 * <p>Immutable and without a stack trace: it is an answer, not a defect.
 */
public final class Problem extends RuntimeException {

    /** Kinds of the contract with their gRPC number, HTTP status and Connect name. */
    public enum Kind {
        INVALID_ARGUMENT(3, 400, "invalid_argument"),
        DEADLINE_EXCEEDED(4, 504, "deadline_exceeded"),
        NOT_FOUND(5, 404, "not_found"),
        ALREADY_EXISTS(6, 409, "already_exists"),
        PERMISSION_DENIED(7, 403, "permission_denied"),
        RESOURCE_EXHAUSTED(8, 429, "resource_exhausted"),
        FAILED_PRECONDITION(9, 400, "failed_precondition"),
        ABORTED(10, 409, "aborted"),
        UNIMPLEMENTED(12, 501, "unimplemented"),
        INTERNAL(13, 500, "internal"),
        UNAVAILABLE(14, 503, "unavailable"),
        UNAUTHENTICATED(16, 401, "unauthenticated");

        public final int grpcCode;
        public final int httpStatus;
        public final String connectCode;

        Kind(int grpcCode, int httpStatus, String connectCode) {
            this.grpcCode = grpcCode;
            this.httpStatus = httpStatus;
            this.connectCode = connectCode;
        }
    }

    private final Kind kind;
    private final String id;
    private final String key;

    private Problem(Kind kind, String id, String key) {
        super(key, null, false, false);
        this.kind = kind;
        this.id = id;
        this.key = key;
    }

    /**
     * @param id the contract's error id, such as {@code INST-Dg331}
     * @param key the key of its text in {@code errors.properties}, or the text itself where there is no such key
     */
    public static Problem of(Kind kind, String id, String key) {
        return new Problem(kind, id, key);
    }

    /** A problem of the transport (malformed message, limit, missing header): it has a text and no id. */
    public static Problem plain(Kind kind, String text) {
        return new Problem(kind, "", text);
    }

    public static Problem invalid(String id, String key) {
        return of(Kind.INVALID_ARGUMENT, id, key);
    }

    public static Problem notFound(String id, String key) {
        return of(Kind.NOT_FOUND, id, key);
    }

    public static Problem exists(String id, String key) {
        return of(Kind.ALREADY_EXISTS, id, key);
    }

    public static Problem precondition(String id, String key) {
        return of(Kind.FAILED_PRECONDITION, id, key);
    }

    public static Problem denied(String id, String key) {
        return of(Kind.PERMISSION_DENIED, id, key);
    }

    public static Problem unauthenticated(String id, String key) {
        return of(Kind.UNAUTHENTICATED, id, key);
    }

    public Kind kind() {
        return kind;
    }

    public Optional<String> id() {
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /** The key of its text, or the text itself. */
    public String key() {
        return key;
    }
}
