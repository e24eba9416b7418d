package dev.ostiary.login;

import dev.ostiary.federation.AskedCredentials;
import dev.ostiary.federation.Credentials;
import dev.ostiary.federation.Outcome;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import java.util.Optional;

/** Signing in with the name and the password that a person has at a provider without pages of its own: a directory. */
final class CredentialPages {
    /** What the recorded pages name an authorization request by. */
    private static final String REQUEST = "authRequestID";

    private static final int LONGEST_NAME = 200;

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Flow flow;
    private final Outcomes outcomes;
    private final Finish finish;

    CredentialPages(
            Rooms rooms, Pages pages, Failures failures, Tickets tickets, Flow flow, Outcomes outcomes, Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.flow = flow;
        this.outcomes = outcomes;
        this.finish = finish;
    }

    /** Who comes with an authorization request only chooses the provider first. */
    Response ask(Visit visit) {
        String request = visit.asked(REQUEST);
        return request.isEmpty() ? ask(visit, visit.asked("state")) : pages.goOn(visit, Paths.begin(request));
    }

    private Response ask(Visit visit, String state) {
        return rooms.federation()
                .askedCredentials(visit.call(), state, key(visit))
                .flatMap(asked -> rooms.authRequests()
                        .find(visit.instance(), asked.authRequestId())
                        .map(request -> ask(visit, state, request, asked)))
                .orElseGet(() -> failures.show(visit, Failure.STEP_LOST));
    }

    private Response ask(Visit visit, String state, AuthRequest request, AskedCredentials asked) {
        Ticket ticket =
                before(visit, request).orElseGet(() -> tickets.begin(request).named(asked.loginHint()));
        String sealed = tickets.seal(visit, ticket.saying(""));
        return pages.show(
                visit,
                request,
                200,
                frame -> new View.Credentials(
                        frame,
                        sealed,
                        state,
                        asked.provider(),
                        ticket.loginName(),
                        ticket.said().isEmpty() ? "" : frame.text(ticket.said())));
    }

    /** What was entered before, where something was wrong with it. */
    private Optional<Ticket> before(Visit visit, AuthRequest request) {
        return tickets.open(visit, visit.ticket())
                .filter(ticket -> ticket.authRequest().equals(request.id()) && !ticket.isLinking());
    }

    Response enter(Visit visit) {
        String name = visit.entered("name").strip();
        return flow.withTicket(
                visit, (request, ticket) -> enter(visit, ticket.named(name.length() > LONGEST_NAME ? "" : name)));
    }

    private Response enter(Visit visit, Ticket ticket) {
        String state = visit.entered("state");
        String password = visit.entered("password");
        if (ticket.loginName().isEmpty() || password.isEmpty()) {
            return again(visit, state, ticket.saying("credentials.missing"));
        }
        Opening opening = Opening.of(finish, visit);
        Credentials credentials = new Credentials(ticket.loginName(), password);
        Outcome outcome = rooms.federation().credentials(visit.call(), state, key(visit), credentials, opening);
        return outcome instanceof Outcome.AskAgain
                ? again(visit, state, ticket.saying("credentials.wrong"))
                : outcomes.go(visit, outcome, opening);
    }

    private Response again(Visit visit, String state, Ticket ticket) {
        return pages.goOn(visit, Paths.credentials(state) + "&ticket=" + Paths.encode(tickets.seal(visit, ticket)));
    }

    private static String key(Visit visit) {
        return visit.browser().fresh() ? "" : visit.browser().key();
    }
}
