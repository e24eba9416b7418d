package dev.ostiary.login;

import dev.ostiary.federation.Obtained;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Authentication;
import dev.ostiary.session.HostCookie;
import dev.ostiary.session.Session;
import dev.ostiary.session.Session.Method;
import dev.ostiary.session.Sessions.Begun;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last steps of a sign-in: a session for the browser, an answer for the application. */
final class Finish {
    /** No session lives longer, whatever a policy says. */
    private static final Duration LONGEST = Duration.ofHours(240);

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;

    Finish(Rooms rooms, Pages pages, Failures failures) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
    }

    /**
     * A session that the browser doesn't know of yet.
     *
     * @param cookie value of the {@code Set-Cookie} header that tells it
     */
    record Opened(Stored<Session> session, String cookie) {
        Response tell(Response answer) {
            return answer.with("Set-Cookie", cookie);
        }

        @Override
        public String toString() {
            return "Opened[session=" + session.id() + "]";
        }
    }

    /** Signs somebody in and answers the application. */
    Response signIn(Visit visit, AuthRequest request, Authentication how) {
        Opened opened = rooms.store().write(tx -> open(tx, visit, how));
        return opened.tell(complete(visit, request, opened.session()));
    }

    /** Opens a session: that of this browser goes on when it is the same person's, else a new one begins and the old one ends. */
    Opened open(Transaction tx, Visit visit, Authentication how) {
        String origin = visit.call().origin();
        Optional<Stored<Session>> current =
                rooms.sessions().ofBrowser(tx.sql(), visit.instance(), origin, visit.request());
        LoginPolicy.Settings policy = rooms.policies()
                .counting(tx.sql(), visit.instance(), how.organization())
                .settings();
        Duration lifetime = lifetime(policy, how.method());
        Begun begun = begin(tx, visit.instance(), current, how, tx.now().plus(lifetime));
        return new Opened(begun.session(), HostCookie.session(origin).set(begun.token(), lifetime));
    }

    /** Remembers which session at a provider a session came from. */
    void remember(Transaction tx, Visit visit, Stored<Session> session, String idp, Obtained obtained) {
        rooms.federation()
                .logout()
                .sessions()
                .keep(tx, visit.instance(), session.id(), session.state().expiresAt(), idp, obtained);
    }

    private Begun begin(
            Transaction tx, String instance, Optional<Stored<Session>> current, Authentication how, Instant expiresAt) {
        if (current.isPresent() && current.get().state().userId().equals(how.userId())) {
            return rooms.sessions().goOn(tx, current.get(), how, expiresAt);
        }
        current.ifPresent(session -> rooms.sessions()
                .terminate(tx, instance, session.id(), session.state().userId()));
        return rooms.sessions().begin(tx, instance, how, expiresAt);
    }

    /** A lifetime of zero means that the session answers no other request; what was granted on it may go on. */
    private static Duration lifetime(LoginPolicy.Settings policy, Method method) {
        Duration wanted = switch (method) {
            case PASSWORD -> policy.passwordCheckLifetime();
            case IDP -> policy.externalLoginCheckLifetime();
        };
        return wanted.isZero() || wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    /** Answers the application's request with a code. */
    Response complete(Visit visit, AuthRequest request, Stored<Session> session) {
        try {
            return pages.leave(visit, request, rooms.authRequests().complete(visit.call(), request, session));
        } catch (Problem refused) {
            return refused(visit, request, refused);
        }
    }

    private Response refused(Visit visit, AuthRequest request, Problem refused) {
        Failure failure = Failure.of(refused);
        return failure == Failure.REQUEST_UNKNOWN
                ? failures.show(visit, failure)
                : failures.show(visit, request, failure);
    }

    /**
     * How an application's request was answered in the transaction that opened the session.
     *
     * @param location where the browser goes; empty when it can't
     * @param refused why it can't, null when it can
     */
    record Answered(
            AuthRequest request, String location, @Nullable Problem refused) {}

    /** Finds the request that a sign-in is for, before the transaction that ends it. */
    Optional<AuthRequest> waiting(Visit visit, String authRequest) {
        return rooms.authRequests().find(visit.instance(), authRequest);
    }

    /** Like {@link #complete}, in the transaction that opens the session; empty where that isn't possible. */
    Optional<Answered> answer(
            Transaction tx, Visit visit, AuthRequest request, Stored<Session> session, Stored<User> user) {
        try {
            return rooms.authRequests()
                    .complete(tx, visit.call(), request, session, user)
                    .map(location -> new Answered(request, location, null));
        } catch (Problem refused) {
            return Optional.of(new Answered(request, "", refused));
        }
    }

    /** What the browser gets for an answer. */
    Response tell(Visit visit, Answered answered) {
        return answered.refused() == null
                ? pages.leave(visit, answered.request(), answered.location())
                : refused(visit, answered.request(), answered.refused());
    }

    /** Answers the application's request with an error: the person goes back without having signed in. */
    Response refuse(Visit visit, AuthRequest request, String error, String description) {
        try {
            return pages.leave(visit, request, rooms.authRequests().refuse(visit.call(), request, error, description));
        } catch (Problem answered) {
            return failures.show(visit, Failure.REQUEST_UNKNOWN);
        }
    }
}
