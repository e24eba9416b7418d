package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.AttemptEvent.Started;
import dev.ostiary.store.Json;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps attempts, and what is pending of them, so that a sign-in survives a restart and may end on another server. */
public final class Attempts {
    /** How long a person may take at the provider, and then again for the answer to our question. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration KEPT = Duration.ofDays(30);
    /** With so many that begin, some that are over are forgotten: more than so many, so that they don't pile up. */
    private static final int FORGETTING = 8;

    private static final AttemptTable TABLE = new AttemptTable();
    private static final PendingTable PENDING = new PendingTable();

    public static final StreamKind<Attempt, AttemptEvent> KIND =
            new StreamKind<>(AttemptTable.TYPE, AttemptEvent.TYPES, AttemptEvent::evolve, TABLE);

    private final Store store;
    private final Vault vault;
    private final AtomicInteger begun = new AtomicInteger();

    public Attempts(Store store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    /** Returns the attempt with this reference, in which all steps are; blanks and case don't matter. */
    public Optional<Stored<Attempt>> byReference(String instance, String reference) {
        String clean = reference.strip().toUpperCase(Locale.ROOT);
        return store.read(sql -> TABLE.byReference(sql, instance, clean));
    }

    /**
     * What the provider's answer needs.
     *
     * @param memory the protocol's
     * @param plainly what can be left out was left out
     */
    record Held(Beginning beginning, String redirectUri, String memory, boolean plainly) {
        @Override
        public String toString() {
            return "Held[" + beginning + "]";
        }
    }

    /** What the person's answer needs. */
    record Identified(Beginning beginning, ExternalIdentity identity) {}

    /**
     * What a page of somebody else's may ask for.
     *
     * @param tokenHash of what it asks with
     */
    record Vouched(ExternalIdentity identity, String tokenHash) {}

    Optional<Stored<Attempt>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    Optional<Pending> byState(Handle sql, String instance, String state) {
        return PENDING.byState(sql, instance, Secrets.hash(state));
    }

    Optional<Pending> byAttempt(Handle sql, String instance, String id) {
        return PENDING.byAttempt(sql, instance, id);
    }

    /** Returns the authorization request that this browser has under way at a provider; empty when there is none. */
    String underway(Handle sql, String instance, String browserKey, Instant now) {
        return browserKey.isEmpty()
                ? ""
                : PENDING.awaitedBy(sql, instance, Secrets.hash(browserKey), now)
                        .flatMap(id -> find(sql, instance, id))
                        .map(attempt -> attempt.state().authRequestId())
                        .orElse("");
    }

    /** Begins an attempt that waits for the provider, and now and then forgets what is long over. */
    Stored<Attempt> begin(Transaction tx, String instance, String id, Started started, String state, Pending pending) {
        Instant now = tx.now();
        if (begun.getAndIncrement() % FORGETTING == 0) {
            PENDING.forget(tx.sql(), instance, now.minus(LIFETIME));
            TABLE.forget(tx.sql(), instance, now.minus(KEPT));
        }
        PENDING.save(tx.sql(), instance, Secrets.hash(state), pending);
        return tx.record(KIND, KIND.stream(instance, id, instance), null, "", List.of(started));
    }

    /** Writes down an attempt that could not even begin. */
    Stored<Attempt> stillborn(
            Transaction tx, String instance, String id, Started started, Reason reason, List<LogEntry> log) {
        Stored<Attempt> failed = tx.record(
                KIND,
                KIND.stream(instance, id, instance),
                null,
                "",
                List.of(started, new AttemptEvent.Failed(reason, log)));
        tell(failed.state(), reason);
        return failed;
    }

    /** Lets an attempt wait for the provider once more, under another state. */
    Stored<Attempt> beginAgain(
            Transaction tx, Stored<Attempt> attempt, Pending from, Pending to, String state, List<LogEntry> log) {
        take(tx, attempt, from, to);
        PENDING.save(tx.sql(), attempt.stream().instance(), Secrets.hash(state), to);
        Attempt is = attempt.state();
        return record(
                tx,
                attempt,
                new Started(is.idp(), is.authRequestId(), is.organization(), is.reference(), log, is.landing()));
    }

    /**
     * Takes what was awaited. Whoever does that first goes on; what they write holds only if they do.
     *
     * @throws AlreadyOver when somebody was faster
     */
    void take(Transaction tx, Stored<Attempt> attempt, Pending from, Pending to) {
        if (!PENDING.advance(tx.sql(), attempt.stream().instance(), from, to)) {
            throw new AlreadyOver();
        }
    }

    Stored<Attempt> record(Transaction tx, Stored<Attempt> attempt, AttemptEvent event) {
        String actor = switch (event) {
            case AttemptEvent.Succeeded succeeded -> succeeded.userId();
            case AttemptEvent.Consumed consumed -> consumed.userId();
            case Started started -> "";
            case AttemptEvent.Failed failed -> "";
        };
        Stored<Attempt> after = tx.record(KIND, attempt.stream(), attempt, actor, List.of(event));
        if (event instanceof AttemptEvent.Failed failed) {
            tell(after.state(), failed.reason());
        }
        return after;
    }

    /** Tells administrators in the server's log where a sign-in broke, under the reference that the person was shown. */
    private static void tell(Attempt attempt, Reason reason) {
        String steps = attempt.log().stream()
                .map(entry -> entry.stage().text() + (entry.ok() ? " ok" : " failed: " + entry.detail()))
                .collect(Collectors.joining("; "));
        LOG.info("sign-in {} through provider {} failed, {}: {}", attempt.reference(), attempt.idp(), reason, steps);
    }

    Pending awaitProvider(String instance, String id, String browserHash, Held held, Instant now) {
        String sealed = vault.seal(instance, place(id, Pending.Phase.CALLBACK), Json.write(held));
        return new Pending(id, browserHash, Pending.Phase.CALLBACK, sealed, now.plus(LIFETIME));
    }

    Pending awaitPerson(String instance, Pending before, Identified identified, Instant now) {
        String sealed = vault.seal(instance, place(before.attempt(), Pending.Phase.ANSWER), Json.write(identified));
        return new Pending(before.attempt(), before.browser(), Pending.Phase.ANSWER, sealed, now.plus(LIFETIME));
    }

    /** @param end when the page may ask no more */
    Pending awaitPage(String instance, Pending before, Vouched vouched, Instant end) {
        String sealed = vault.seal(instance, place(before.attempt(), Pending.Phase.ANSWER), Json.write(vouched));
        return new Pending(before.attempt(), before.browser(), Pending.Phase.ANSWER, sealed, end);
    }

    static Pending over(Pending before) {
        return new Pending(before.attempt(), before.browser(), Pending.Phase.OVER, "", before.expiresAt());
    }

    Held held(String instance, Pending pending) {
        return Json.read(
                vault.open(instance, place(pending.attempt(), Pending.Phase.CALLBACK), pending.sealed()), Held.class);
    }

    Identified identified(String instance, Pending pending) {
        return Json.read(
                vault.open(instance, place(pending.attempt(), Pending.Phase.ANSWER), pending.sealed()),
                Identified.class);
    }

    Vouched vouched(String instance, Pending pending) {
        return Json.read(
                vault.open(instance, place(pending.attempt(), Pending.Phase.ANSWER), pending.sealed()), Vouched.class);
    }

    private static String place(String id, Pending.Phase phase) {
        return "idpintent/" + id + "/" + phase.name();
    }

    /** Somebody else has taken what was awaited; nothing of this transaction holds. */
    static final class AlreadyOver extends RuntimeException {
        AlreadyOver() {
            super("the attempt is over", null, false, false);
        }
    }
}
