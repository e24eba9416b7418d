package dev.ostiary.login;

import dev.ostiary.federation.EditedProfile;
import dev.ostiary.federation.Outcome.AskToLinkOrCreate;
import dev.ostiary.federation.Reason;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** "We don't know you yet": an external account is linked to a user, or a user is created from it, as the person chooses. */
final class LinkPages {
    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final Flow flow;
    private final Outcomes outcomes;
    private final Finish finish;

    LinkPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            Flow flow,
            Outcomes outcomes,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.flow = flow;
        this.outcomes = outcomes;
        this.finish = finish;
    }

    /**
     * Where a sign-in with an unknown account is.
     *
     * @param linking whether the account may be linked: the person proves with a password who they are
     */
    private record At(AuthRequest request, Ticket ticket, AskToLinkOrCreate asked, boolean linking) {
        boolean creation() {
            return asked.options().creationAllowed();
        }
    }

    private Response withAccount(Visit visit, Function<At, Response> then) {
        return flow.withTicket(
                visit,
                (request, ticket) -> rooms.federation()
                        .asked(visit.call(), ticket.attempt(), visit.browser().key())
                        .map(asked -> then.apply(new At(request, ticket, asked, mayLink(visit, request, asked))))
                        .orElseGet(() -> failures.show(visit, request, Failure.STEP_LOST)));
    }

    private boolean mayLink(Visit visit, AuthRequest request, AskToLinkOrCreate asked) {
        return asked.options().linkingAllowed()
                && directory.offer(visit.instance(), request).policy().allowUsernamePassword();
    }

    Response ask(Visit visit) {
        return withAccount(
                visit,
                at -> at.linking() || at.creation()
                        ? ask(visit, at, Person.of(at.asked().identity()), Map.of(), "")
                        : failures.show(
                                visit,
                                at.request(),
                                Reason.NOT_ALLOWED,
                                at.asked().reference()));
    }

    /**
     * @param wrong key of what is wrong with a field
     * @param error key of what is wrong with all of it, empty for nothing
     */
    private Response ask(Visit visit, At at, Person entered, Map<String, String> wrong, String error) {
        String sealed = tickets.seal(visit, at.ticket());
        return pages.show(visit, at.request(), 200, frame -> {
            Map<String, String> errors = new HashMap<>();
            wrong.forEach((field, key) -> errors.put(field, frame.text(key)));
            return new View.Unknown(
                    frame,
                    sealed,
                    at.ticket().provider(),
                    at.linking(),
                    at.creation(),
                    entered,
                    errors,
                    error.isEmpty() ? "" : frame.text(error));
        });
    }

    /** The person wants to sign in to an account they have. */
    Response signIn(Visit visit) {
        return withAccount(
                visit, at -> pages.goOn(visit, Paths.with(Paths.LOGIN_NAME, tickets.seal(visit, at.ticket()))));
    }

    /** The person wants an account. */
    Response create(Visit visit) {
        return withAccount(visit, at -> create(visit, at, Person.entered(visit)));
    }

    private Response create(Visit visit, At at, Person entered) {
        Map<String, String> wrong = entered.wrong();
        if (!wrong.isEmpty()) {
            return ask(visit, at, entered, wrong, "");
        }
        EditedProfile edited = entered.edited(at.asked().identity());
        Opening opening = Opening.of(finish, visit);
        try {
            return outcomes.go(
                    visit,
                    rooms.federation()
                            .create(
                                    visit.call(),
                                    at.ticket().attempt(),
                                    visit.browser().key(),
                                    edited,
                                    opening),
                    opening);
        } catch (Problem refused) {
            return refused.kind() == Problem.Kind.ALREADY_EXISTS
                    ? ask(visit, at, entered, Map.of("userName", "unknown.userNameTaken"), "")
                    : ask(visit, at, entered, Map.of(), "unknown.notCreated");
        }
    }

    /** The person has signed in with their password: now the account is linked to them. */
    Response link(Visit visit, Ticket ticket, Stored<User> user) {
        Opening opening = Opening.unanswered(finish, visit);
        return outcomes.go(
                visit,
                rooms.federation()
                        .link(visit.call(), ticket.attempt(), visit.browser().key(), user, opening),
                opening,
                signedIn -> pages.goOn(visit, Paths.with(Paths.LINKED, tickets.seal(visit, ticket))));
    }

    Response done(Visit visit) {
        return flow.withTicket(visit, (request, ticket) -> {
            String sealed = tickets.seal(visit, tickets.begin(request));
            return pages.show(
                    visit,
                    request,
                    200,
                    frame -> new View.Linked(frame, sealed, ticket.provider(), ticket.loginName()));
        });
    }
}
