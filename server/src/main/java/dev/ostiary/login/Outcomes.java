package dev.ostiary.login;

import dev.ostiary.federation.Outcome;
import dev.ostiary.http.Response;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.store.Stored;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the browser gets when a federated sign-in has come to something. */
final class Outcomes {
    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final LastProvider last;
    private final Finish finish;

    Outcomes(Rooms rooms, Pages pages, Failures failures, Tickets tickets, LastProvider last, Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.last = last;
        this.finish = finish;
    }

    /** Who is signed in goes back to the application. */
    Response go(Visit visit, Outcome outcome, Opening opening) {
        return go(
                visit,
                outcome,
                opening,
                request -> finish.complete(visit, request, opening.opened().session()));
    }

    /** @param signedIn what the browser gets when the person is signed in, along with the session's cookie */
    Response go(Visit visit, Outcome outcome, Opening opening, Function<AuthRequest, Response> signedIn) {
        return switch (outcome) {
            case Outcome.SignedIn in -> {
                Response answer = opening.opened()
                        .tell(opening.answered()
                                .map(done -> finish.tell(visit, done))
                                .orElseGet(() -> withRequest(visit, in.authRequestId(), signedIn)));
                yield last.remember(visit, opening.opened().session().state(), answer);
            }
            case Outcome.AskToLinkOrCreate asked ->
                withRequest(visit, asked.authRequestId(), request -> ask(visit, request, asked));
            case Outcome.Landed landed -> pages.leave(visit, null, landed.to());
            case Outcome.Again again ->
                again.authRequestId().isEmpty()
                        ? pages.leave(visit, null, again.way())
                        : withRequest(
                                visit, again.authRequestId(), request -> pages.leave(visit, request, again.way()));
            case Outcome.AskAgain asked -> pages.goOn(visit, Paths.credentials(asked.state()));
            case Outcome.Refused refused -> {
                @Nullable
                AuthRequest request = find(visit, refused.authRequestId()).orElse(null);
                yield failures.show(visit, request, refused.reason(), refused.reference());
            }
        };
    }

    private Response ask(Visit visit, AuthRequest request, Outcome.AskToLinkOrCreate asked) {
        String provider = rooms.providers()
                .current(visit.instance(), asked.idp())
                .map(Stored::state)
                .map(IdentityProvider::name)
                .orElse("");
        Ticket ticket = tickets.begin(request).unknown(asked.attempt(), provider);
        return pages.goOn(visit, Paths.with(Paths.UNKNOWN, tickets.seal(visit, ticket)));
    }

    private Response withRequest(Visit visit, String id, Function<AuthRequest, Response> then) {
        return find(visit, id).map(then).orElseGet(() -> failures.show(visit, Failure.REQUEST_UNKNOWN));
    }

    private Optional<AuthRequest> find(Visit visit, String id) {
        return rooms.authRequests().find(visit.instance(), id);
    }
}
