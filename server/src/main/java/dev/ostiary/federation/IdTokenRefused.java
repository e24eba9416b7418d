package dev.ostiary.federation;

/** An ID token failed a check. The message holds no token. */
final class IdTokenRefused extends Exception {
    private final IdTokenCheck check;

    IdTokenRefused(IdTokenCheck check, String detail) {
        super(detail);
        this.check = check;
    }

    IdTokenRefused(IdTokenCheck check, String detail, Throwable cause) {
        super(detail, cause);
        this.check = check;
    }

    IdTokenCheck check() {
        return check;
    }
}
