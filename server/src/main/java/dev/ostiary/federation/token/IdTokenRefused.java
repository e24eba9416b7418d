package dev.ostiary.federation.token;

/** An ID token failed a check. The message holds no token. */
public final class IdTokenRefused extends Exception {
    private final IdTokenCheck check;

    IdTokenRefused(IdTokenCheck check, String detail) {
        super(detail);
        this.check = check;
    }

    IdTokenRefused(IdTokenCheck check, String detail, Throwable cause) {
        super(detail, cause);
        this.check = check;
    }

    public IdTokenCheck check() {
        return check;
    }
}
