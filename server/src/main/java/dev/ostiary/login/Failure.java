package dev.ostiary.login;

import dev.ostiary.rpc.Problem;

/** Why a sign-in can't go on, where the reason lies with us and not with a provider. */
enum Failure {
    /** There is no such authorization request, or it was answered, or it is too old. */
    REQUEST_UNKNOWN(400),
    /** The sealed step is too old, tampered with or of another browser. */
    STEP_LOST(400),
    /** The form lacks the proof that it is ours. */
    FORM_NOT_OURS(403),
    /** The provider that the application asked for isn't among those offered. */
    PROVIDER_NOT_OFFERED(400),
    /** The login policy allows no way to sign in. */
    NOTHING_OFFERED(400),
    /** The account is locked or inactive, or its organization is. */
    ACCOUNT_UNUSABLE(403),
    /** The password is right, but the person's organization wants them to sign in with a provider. */
    PASSWORD_NOT_ALLOWED(403),
    /** The application lets in only who has a role there, and this person has none. */
    ROLE_MISSING(403),
    /** The application lets in only people of certain organizations, and this person's is none of them. */
    ORGANIZATION_NOT_ADMITTED(403),
    /** The device no longer waits, or somebody else is to decide about it. */
    DEVICE_GONE(400),
    /** An application may not have the browser sent where it says after signing out. */
    RETURN_NOT_ALLOWED(400),
    /** What a provider says about logout can't be trusted. */
    LOGOUT_REFUSED(400),
    /** There is no such page. */
    NO_SUCH_PAGE(404),
    /** One client sends more forms than it may. */
    TOO_MANY(429),
    /** The store can't commit. */
    UNAVAILABLE(503),
    /** A defect of ours. */
    DEFECT(500);

    private final int status;

    Failure(int status) {
        this.status = status;
    }

    /** Why an application's request can't be answered for somebody who is signed in. */
    static Failure of(Problem refused) {
        return switch (refused.key()) {
            case "Errors.AuthRequest.NotFound" -> REQUEST_UNKNOWN;
            case "Errors.User.GrantRequired" -> ROLE_MISSING;
            case "Errors.User.ProjectRequired" -> ORGANIZATION_NOT_ADMITTED;
            default -> ACCOUNT_UNUSABLE;
        };
    }

    /** Tells whether somebody else might get on. */
    boolean isAboutThePerson() {
        return switch (this) {
            case ROLE_MISSING, ORGANIZATION_NOT_ADMITTED, ACCOUNT_UNUSABLE -> true;
            default -> false;
        };
    }

    /** The HTTP status of its page. */
    int status() {
        return status;
    }

    /** The key of its title: not everything that fails is a sign-in. */
    String titleKey() {
        return switch (this) {
            case NO_SUCH_PAGE, RETURN_NOT_ALLOWED, LOGOUT_REFUSED, DEVICE_GONE -> "failure.titleOther";
            default -> "failure.title";
        };
    }

    /** The key of its sentence; the key of the next step ends with {@code .next}. */
    String key() {
        return "failure." + name();
    }
}
