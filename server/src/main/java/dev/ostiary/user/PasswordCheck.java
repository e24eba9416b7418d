package dev.ostiary.user;

import dev.ostiary.store.Stored;
import java.time.Instant;

/** What came of checking a password. Only {@link Passed} may be told apart by the person who tries. */
public sealed interface PasswordCheck {

    /** @param user as it is now */
    record Passed(Stored<User> user) implements PasswordCheck {}

    record Wrong() implements PasswordCheck {}

    /** Too many wrong ones: no password is accepted before this time. */
    record LockedOut(Instant until) implements PasswordCheck {}

    /** The user has no password, or is no person. */
    record NotSet() implements PasswordCheck {}
}
