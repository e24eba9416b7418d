package dev.ostiary.session;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.http.Request;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.SessionEvent.Added;
import dev.ostiary.session.SessionEvent.Terminated;
import dev.ostiary.session.SessionEvent.TokenSet;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Page;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Begins, finds and ends sessions. A session whose time is over is not found. */
public final class Sessions {
    static final String TYPE = "session";
    private static final int BATCH = 500;
    private static final SessionTable TABLE = new SessionTable();
    public static final StreamKind<Session, SessionEvent> KIND =
            new StreamKind<>(TYPE, SessionEvent.TYPES, SessionRules::evolve, TABLE);

    private final Ids ids;
    private final InstantSource clock;
    /** Not called for sessions whose time is over: what hangs on a session has a lifetime of its own. */
    private final List<Removal<Session>> followers;

    public Sessions(Ids ids, InstantSource clock, List<Removal<Session>> followers) {
        this.ids = ids;
        this.clock = clock;
        this.followers = List.copyOf(followers);
    }

    /**
     * A session with the token of its cookie.
     *
     * @param token 256 random bits in base64url; known to nobody but the browser
     */
    public record Begun(Stored<Session> session, String token) {
        @Override
        public String toString() {
            return "Begun[session=" + session.id() + "]";
        }
    }

    /** Begins a session for somebody who has just proved who they are. */
    public Begun begin(Transaction tx, String instance, Authentication how, Instant expiresAt) {
        String token = Secrets.token();
        List<SessionEvent> events = Stream.concat(
                        Stream.of(new Added(null, null)), authenticated(tx, how, expiresAt, token).stream())
                .toList();
        return new Begun(
                tx.record(KIND, KIND.stream(instance, ids.next(), instance), null, how.userId(), events), token);
    }

    /** Goes on with a session whose user has proved again who they are. Its token changes: the old one is of no use any more. */
    public Begun goOn(Transaction tx, Stored<Session> session, Authentication how, Instant expiresAt) {
        String token = Secrets.token();
        List<SessionEvent> events = authenticated(tx, how, expiresAt, token);
        return new Begun(tx.record(KIND, session.stream(), session, how.userId(), events), token);
    }

    private static List<SessionEvent> authenticated(
            Transaction tx, Authentication how, Instant expiresAt, String token) {
        return SessionRules.authenticated(how, tx.now(), expiresAt, Secrets.hash(token));
    }

    public Optional<Stored<Session>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id).filter(this::lives);
    }

    /** Returns a part of the sessions that meet some conditions and whose time isn't over. */
    Page<Stored<Session>> page(Handle sql, Conditions conditions, boolean youngestFirst, Page.Window window) {
        Conditions living = conditions.and("expires_at > ?", Micros.of(clock.instant()));
        return youngestFirst ? TABLE.youngest(sql, living, window) : TABLE.oldest(sql, living, window);
    }

    /** @param token what the browser's cookie says */
    public Optional<Stored<Session>> byToken(Handle sql, String instance, String token) {
        return TABLE.byTokenHash(sql, instance, Secrets.hash(token))
                .filter(session -> session.state().isAuthenticated())
                .filter(this::lives);
    }

    /**
     * Begins a session by a call.
     *
     * @param token what the caller gets; it is kept as its hash
     * @param events what the call has found out and set
     */
    Stored<Session> add(
            Transaction tx, String instance, String actor, UserAgent agent, String token, List<SessionEvent> events) {
        List<SessionEvent> all = Stream.of(
                        List.of(new Added(actor, agent)), events, List.of(new TokenSet(Secrets.hash(token))))
                .<SessionEvent>flatMap(List::stream)
                .toList();
        return tx.record(KIND, KIND.stream(instance, ids.next(), instance), null, actor, all);
    }

    /** Goes on with a session by a call; the token before is of no use any more. */
    static Stored<Session> change(
            Transaction tx, Stored<Session> session, String actor, String token, List<SessionEvent> events) {
        List<SessionEvent> all = Stream.of(events, List.of(new TokenSet(Secrets.hash(token))))
                .<SessionEvent>flatMap(List::stream)
                .toList();
        return tx.record(KIND, session.stream(), session, actor, all);
    }

    /**
     * Says whether a token is the session's last one.
     *
     * @throws Problem COMMAND-sGr42 when it is not
     */
    public static void requireToken(Stored<Session> session, String token) {
        if (!Secrets.hash(token).equals(session.state().tokenHash())) {
            throw Problem.denied("COMMAND-sGr42", "Errors.Session.Token.Invalid");
        }
    }

    /**
     * Finds the session that the browser of a request is signed in with.
     *
     * @param origin scheme, host and port that the browser used
     */
    public Optional<Stored<Session>> ofBrowser(Handle sql, String instance, String origin, Request request) {
        return HostCookie.session(origin).read(request).flatMap(token -> byToken(sql, instance, token));
    }

    private boolean lives(Stored<Session> session) {
        return clock.instant().isBefore(session.state().expiresAt());
    }

    /** Ends a session because somebody signs out; one that ended already is no mistake. */
    public void terminate(Transaction tx, String instance, String id, String actor) {
        TABLE.find(tx.sql(), instance, id).ifPresent(session -> terminate(tx, session, actor));
    }

    /** Ends every session of a user who is being removed. */
    public void terminateAllOf(Transaction tx, String instance, String userId, String actor) {
        TABLE.ofUser(tx.sql(), instance, userId).forEach(session -> terminate(tx, session, actor));
    }

    private void terminate(Transaction tx, Stored<Session> session, String actor) {
        followers.forEach(follower -> follower.removed(tx, session, actor));
        end(tx, session, actor);
    }

    /**
     * Ends all sessions whose time is over. Called from time to time; without it they only take up room. What hangs on a session has a
     * lifetime of its own and stays.
     */
    public void endExpired(Store store) {
        while (store.write(this::endSomeExpired) == BATCH) {
            // each round in a transaction of its own, so that nobody waits long
        }
    }

    private int endSomeExpired(Transaction tx) {
        List<Stored<Session>> expired = TABLE.expired(tx.sql(), clock.instant(), BATCH);
        expired.forEach(session -> end(tx, session, session.state().userId()));
        return expired.size();
    }

    private static void end(Transaction tx, Stored<Session> session, String actor) {
        tx.record(KIND, session.stream(), session, actor, List.of(new Terminated()));
    }
}
