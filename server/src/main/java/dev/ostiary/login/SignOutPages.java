package dev.ostiary.login;

import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.SignedIn;
import dev.ostiary.session.HostCookie;
import dev.ostiary.session.Session;
import dev.ostiary.store.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing out, by oneself or because an application asks for it (OpenID Connect RP-Initiated Logout). */
final class SignOutPages {
    private static final String CLIENT_ID = "client_id";
    private static final String REDIRECT_URI = "post_logout_redirect_uri";
    private static final String STATE = "state";

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Directory directory;
    private final LogoutPages logout;

    SignOutPages(Rooms rooms, Pages pages, Failures failures, Directory directory, LogoutPages logout) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.directory = directory;
        this.logout = logout;
    }

    /** Asks first: a link on any page could lead here. */
    Response ask(Visit visit) {
        Optional<String> target = target(visit, visit.query());
        if (target.isEmpty()) {
            return failures.show(visit, Failure.RETURN_NOT_ALLOWED);
        }
        Optional<SignedIn> signedIn = directory.signedIn(visit);
        return signedIn.isEmpty()
                ? pages.leave(visit, null, target.get())
                : pages.show(
                        visit,
                        null,
                        200,
                        target.get(),
                        frame -> new View.SignOut(frame, Flow.account(signedIn.get()), afterwards(visit.query())));
    }

    private static Map<String, String> afterwards(Parameters query) {
        Map<String, String> afterwards = new LinkedHashMap<>();
        for (String name : List.of(CLIENT_ID, REDIRECT_URI, STATE)) {
            query.first(name).ifPresent(value -> afterwards.put(name, value));
        }
        return afterwards;
    }

    /** Where the browser goes afterwards; empty when the application may not have it sent there. */
    private Optional<String> target(Visit visit, Parameters parameters) {
        return rooms.postLogout()
                .target(
                        visit.instance(),
                        parameters.first(CLIENT_ID).orElse(""),
                        parameters.first(REDIRECT_URI).orElse(""),
                        parameters.first(STATE).orElse(""));
    }

    Response signOut(Visit visit) {
        Optional<String> target = target(visit, visit.form());
        Optional<String> elsewhere =
                directory.signedIn(visit).map(SignedIn::session).flatMap(session -> end(visit, session, target));
        return elsewhere
                .map(state -> logout.elsewhere(visit, state))
                .or(() -> target.map(allowed -> pages.leave(visit, null, allowed)))
                .orElseGet(() -> failures.show(visit, Failure.RETURN_NOT_ALLOWED))
                .with("Set-Cookie", HostCookie.session(visit.call().origin()).clear());
    }

    /** @return the state of a logout at the provider that the session came from; empty where there is none */
    private Optional<String> end(Visit visit, Stored<Session> session, Optional<String> target) {
        return rooms.store().write(tx -> {
            Optional<String> elsewhere = target.flatMap(
                    allowed -> rooms.federation().logout().begin(tx, visit.instance(), session.id(), allowed));
            rooms.sessions()
                    .terminate(
                            tx, visit.instance(), session.id(), session.state().userId());
            return elsewhere;
        });
    }

    Response done(Visit visit) {
        return pages.show(visit, View.SignedOut::new);
    }
}
