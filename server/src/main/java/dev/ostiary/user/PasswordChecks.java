package dev.ostiary.user;

import dev.ostiary.crypto.Passwords;
import dev.ostiary.http.Overloaded;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Password;
import dev.ostiary.user.UserEvent.PasswordCheckFailed;
import dev.ostiary.user.UserEvent.PasswordCheckSucceeded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords, and locks out who guesses.
 *
 * <p>After {@value #FREE_ATTEMPTS} wrong passwords in a row none is accepted for a minute, then for two, doubling up to an hour with each
 * further wrong one: guessing becomes hopeless, and nobody can lock another person out for good. Attempts on one user run one after
 * the other, so that many at once are counted like many in a row.
 */
public final class PasswordChecks {
    static final int FREE_ATTEMPTS = 5;

    /** Who guesses one user's password from many connections must not take every request's place. */
    private static final int MOST_WAITING = 64;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Store store;
    private final Users users;
    private final Passwords passwords;
    private final InstantSource clock;
    private final PasswordMetrics metrics;
    private final List<ReentrantLock> stripes =
            Stream.generate(ReentrantLock::new).limit(64).toList();

    public PasswordChecks(Store store, Users users, Passwords passwords, InstantSource clock, MeterRegistry registry) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
        this.metrics = new PasswordMetrics(registry);
    }

    /** Returns until when no password is accepted, null when one is. */
    static @Nullable Instant lockedUntil(Password password) {
        Instant last = password.lastFailedAt();
        if (last == null || password.failedAttempts() < FREE_ATTEMPTS) {
            return null;
        }
        Duration wait = Duration.ofMinutes(1L << Math.min(10, password.failedAttempts() - FREE_ATTEMPTS));
        return last.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    /**
     * Takes the same time whatever comes of it.
     *
     * @throws Overloaded when too many passwords wait to be checked, or too many for this user
     */
    public PasswordCheck check(String instance, String userId, String password) {
        return counted(() -> inTurn(instance, userId, password));
    }

    private PasswordCheck counted(Supplier<PasswordCheck> check) {
        try {
            return metrics.count(check.get());
        } catch (Overloaded e) {
            metrics.overloaded();
            throw e;
        }
    }

    private PasswordCheck inTurn(String instance, String userId, String password) {
        ReentrantLock stripe = stripes.get(Math.floorMod(userId.hashCode(), stripes.size()));
        if (stripe.getQueueLength() >= MOST_WAITING) {
            throw new Overloaded("too many attempts on one user at once");
        }
        stripe.lock();
        try {
            return store.read(sql -> users.find(sql, instance, userId))
                    .map(user -> check(user, password))
                    .orElseGet(() -> nothing(password));
        } finally {
            stripe.unlock();
        }
    }

    /** Takes as long as {@link #check}: for login names that nobody has. */
    public PasswordCheck nobody(String password) {
        return counted(() -> nothing(password));
    }

    private PasswordCheck nothing(String password) {
        passwords.verifyNothing(password);
        return new PasswordCheck.Wrong();
    }

    private PasswordCheck check(Stored<User> user, String given) {
        Password password = user.state().human().map(Human::password).orElse(null);
        if (password == null) {
            passwords.verifyNothing(given);
            return new PasswordCheck.NotSet();
        }
        boolean right = passwords.verify(given, password.hash());
        Instant lockedUntil = lockedUntil(password);
        if (lockedUntil != null && clock.instant().isBefore(lockedUntil)) {
            return new PasswordCheck.LockedOut(lockedUntil);
        }
        if (right && password.failedAttempts() == 0) {
            return new PasswordCheck.Passed(user);
        }
        Stored<User> after = store.write(tx -> {
            Stored<User> current =
                    users.find(tx.sql(), user.stream().instance(), user.id()).orElseThrow();
            UserEvent event = right ? new PasswordCheckSucceeded() : new PasswordCheckFailed(tx.now());
            return tx.record(Users.KIND, current.stream(), current, user.id(), List.of(event));
        });
        return right ? new PasswordCheck.Passed(after) : new PasswordCheck.Wrong();
    }
}
