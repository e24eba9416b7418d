package dev.ostiary.login;

import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.SignedIn;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The last steps of a sign-in: a session for the browser, an answer for the application. */
final class Finish {
    /** No session lives longer, whatever a policy says. */
    private static final Duration LONGEST = Duration.ofHours(240);

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Directory directory;

    Finish(Rooms rooms, Pages pages, Failures failures, Directory directory) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.directory = directory;
    }

    /** Signs somebody in and answers the application. */
    Response signIn(Visit visit, AuthRequest request, Authentication how) {
        return signIn(visit, how, session -> complete(visit, request, session));
    }

    /**
     * Signs somebody in: the session of this browser goes on when it is the same person's, else a new one begins and the old one ends.
     *
     * @param then what the browser gets, along with the session's cookie
     */
    Response signIn(Visit visit, Authentication how, Function<Stored<Session>, Response> then) {
        Optional<Stored<Session>> before = directory.signedIn(visit).map(SignedIn::session);
        Duration lifetime = rooms.store()
                .read(sql -> lifetime(
                        rooms.policies()
                                .effective(sql, visit.instance(), how.organization())
                                .state()
                                .settings(),
                        how.method()));
        Begun begun = rooms.store().write(tx -> begin(tx, visit.instance(), before, how, lifetime));
        HostCookie cookie = HostCookie.session(visit.call().origin());
        return then.apply(begun.session()).with("Set-Cookie", cookie.set(begun.token(), lifetime));
    }

    private Begun begin(
            Transaction tx, String instance, Optional<Stored<Session>> before, Authentication how, Duration lifetime) {
        Instant expiresAt = tx.now().plus(lifetime);
        Optional<Stored<Session>> current =
                before.flatMap(session -> rooms.sessions().find(tx.sql(), instance, session.id()));
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
            String target = rooms.authRequests().complete(visit.call(), request, session);
            return pages.leave(visit, request, target);
        } catch (Problem refused) {
            return refused.kind() == Problem.Kind.NOT_FOUND
                    ? failures.show(visit, Failure.REQUEST_UNKNOWN)
                    : failures.show(visit, request, Failure.ACCOUNT_UNUSABLE);
        }
    }

    /** Answers the application's request with an error: the person goes back without having signed in. */
    Response refuse(Visit visit, AuthRequest request, String error, String description) {
        try {
            String target = rooms.authRequests().refuse(visit.call(), request, error, description);
            return pages.leave(visit, request, target);
        } catch (Problem answered) {
            return failures.show(visit, Failure.REQUEST_UNKNOWN);
        }
    }
}
