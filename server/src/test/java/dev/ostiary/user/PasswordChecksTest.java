package dev.ostiary.user;

import static dev.ostiary.Tenant.ACTOR;
import static dev.ostiary.Tenant.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Concurrently;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.store.Stored;
import dev.ostiary.user.PasswordCheck.LockedOut;
import dev.ostiary.user.PasswordCheck.NotSet;
import dev.ostiary.user.PasswordCheck.Passed;
import dev.ostiary.user.PasswordCheck.Wrong;
import dev.ostiary.user.User.Password;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordChecksTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String RIGHT = "Secr3tP4ssw0rd!";
    private static final String WRONG = "Wr0ngP4ssw0rd!";
    /** Cheap to check: these tests are about counting. */
    private static final String HASH = OpenBSDBCrypt.generate("2b", RIGHT.toCharArray(), new byte[16], 4);

    private static final Passwords PASSWORDS = new Passwords(2);

    private final Tenant tenant = TESTS.tenant();
    private final Users users = new Users(TESTS.ids, List.of());
    private final PasswordChecks checks =
            new PasswordChecks(TESTS.store, users, PASSWORDS, TESTS.clock, new SimpleMeterRegistry());
    private final String ada = add(People.withPassword("ada", HASH)).id();

    @AfterAll
    static void close() {
        PASSWORDS.close();
    }

    @Test
    void theRightPasswordPassesAndWritesNothing() {
        int before = tenant.events().size();

        assertThat(check(RIGHT)).isInstanceOf(Passed.class);

        assertThat(tenant.events()).hasSize(before);
    }

    @Test
    void aWrongPasswordIsCounted() {
        assertThat(check(WRONG)).isEqualTo(new Wrong());

        assertThat(password().failedAttempts()).isEqualTo(1);
        assertThat(password().lastFailedAt()).isEqualTo(TESTS.clock.instant());
        assertThat(tenant.eventTypes().getLast()).isEqualTo("user.human.password.check.failed");
    }

    @Test
    void fourWrongOnesLockNobodyOutAndTheRightOneForgetsThem() {
        guess(4);

        assertThat(check(RIGHT))
                .isInstanceOfSatisfying(
                        Passed.class,
                        passed -> assertThat(passed.user()
                                        .state()
                                        .human()
                                        .orElseThrow()
                                        .password())
                                .isEqualTo(password()));

        assertThat(password().failedAttempts()).isZero();
        assertThat(password().lastFailedAt()).isNull();
        assertThat(tenant.eventTypes().getLast()).isEqualTo("user.human.password.check.succeeded");
    }

    @Test
    void afterFiveWrongOnesEvenTheRightOneIsRefusedForAMinute() {
        guess(5);
        Instant until = TESTS.clock.instant().plus(Duration.ofMinutes(1));

        assertThat(check(RIGHT)).isEqualTo(new LockedOut(until));
        TESTS.clock.advance(Duration.ofMinutes(1).minusMillis(1));
        assertThat(check(RIGHT)).isEqualTo(new LockedOut(until));
        TESTS.clock.advance(Duration.ofMillis(1));
        assertThat(check(RIGHT)).isInstanceOf(Passed.class);
        assertThat(password().failedAttempts()).isZero();
    }

    @Test
    void guessingWhileLockedOutIsNotCounted() {
        guess(5);

        for (int i = 0; i < 10; i++) {
            assertThat(check(WRONG)).isInstanceOf(LockedOut.class);
        }

        assertThat(password().failedAttempts()).isEqualTo(5);
    }

    @Test
    void eachFurtherWrongOneDoublesTheWait() {
        guess(5);

        TESTS.clock.advance(Duration.ofMinutes(1));
        assertThat(check(WRONG)).isEqualTo(new Wrong());
        assertThat(check(RIGHT)).isEqualTo(new LockedOut(TESTS.clock.instant().plus(Duration.ofMinutes(2))));

        TESTS.clock.advance(Duration.ofMinutes(2));
        assertThat(check(WRONG)).isEqualTo(new Wrong());
        assertThat(check(RIGHT)).isEqualTo(new LockedOut(TESTS.clock.instant().plus(Duration.ofMinutes(4))));
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "6, 2", "7, 4", "8, 8", "9, 16", "10, 32", "11, 60", "12, 60", "100, 60", "2147483647, 60"})
    void theWaitDoublesUpToAnHour(int attempts, int minutes) {
        Password password = new Password(HASH, false, TestStore.START, attempts, TestStore.START);

        assertThat(PasswordChecks.lockedUntil(password)).isEqualTo(TestStore.START.plus(Duration.ofMinutes(minutes)));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "4"})
    void theFirstAttemptsAreFree(int attempts) {
        assertThat(PasswordChecks.lockedUntil(new Password(HASH, false, TestStore.START, attempts, TestStore.START)))
                .isNull();
    }

    @Test
    void guessesAtTheSameMomentAreCountedLikeGuessesInARow() throws Exception {
        Callable<PasswordCheck> guess = () -> check(WRONG);

        List<PasswordCheck> results = Concurrently.all(Collections.nCopies(40, guess));

        assertThat(results.stream().filter(Wrong.class::isInstance)).hasSize(5);
        assertThat(results.stream().filter(LockedOut.class::isInstance)).hasSize(35);
        assertThat(password().failedAttempts()).isEqualTo(5);
    }

    @Test
    void whoIsLockedOutDoesNotLockOutOthers() {
        String grace = add(People.withPassword("grace", HASH)).id();
        guess(5);

        assertThat(checks.check(tenant.id, grace, RIGHT)).isInstanceOf(Passed.class);
    }

    @Test
    void aNewPasswordEndsALockOut() {
        guess(5);

        tenant.write(
                tx -> users.setPassword(tx, users.find(tx.sql(), tenant.id, ada).orElseThrow(), ACTOR, HASH, false));

        assertThat(check(RIGHT)).isInstanceOf(Passed.class);
    }

    @Test
    void nobodyHasAWrongPassword() {
        assertThat(checks.check(tenant.id, "nobody", RIGHT)).isEqualTo(new Wrong());
        assertThat(checks.nobody(RIGHT)).isEqualTo(new Wrong());
    }

    @Test
    void aUserOfAnotherInstanceIsNobody() {
        assertThat(checks.check(TESTS.tenant().id, ada, RIGHT)).isEqualTo(new Wrong());
    }

    @Test
    void whoHasNoPasswordIsToldApart() {
        String grace = add(People.linked("grace")).id();

        assertThat(checks.check(tenant.id, grace, RIGHT)).isEqualTo(new NotSet());
    }

    private Stored<User> add(NewHuman human) {
        return tenant.write(tx -> users.addHuman(tx, tenant.id, ORGANIZATION, ACTOR, human));
    }

    private PasswordCheck check(String password) {
        return checks.check(tenant.id, ada, password);
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(check(WRONG)).isEqualTo(new Wrong());
        }
    }

    private Password password() {
        Password password = TESTS.store
                .read(sql -> users.find(sql, tenant.id, ada))
                .orElseThrow()
                .state()
                .human()
                .orElseThrow()
                .password();
        assertThat(password).isNotNull();
        return Objects.requireNonNull(password);
    }
}
