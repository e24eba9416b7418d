package dev.ostiary.login;

import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;

/** Where a sign-in begins: the browser arrives, says who it is, or chooses a provider. */
final class EntryPages {
    private static final int LONGEST_NAME = 200;

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final LastProvider last;
    private final Flow flow;
    private final Finish finish;

    EntryPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            LastProvider last,
            Flow flow,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.last = last;
        this.flow = flow;
        this.finish = finish;
    }

    /** The page for who comes without an application. */
    Response start(Visit visit) {
        return pages.show(
                visit,
                frame -> new View.Start(
                        frame,
                        directory.signedIn(visit).map(Flow::account).stream().toList()));
    }

    /** The browser arrives with an authorization request. */
    Response login(Visit visit) {
        String id = visit.asked("authRequestID");
        if (id.isEmpty()) {
            return start(visit);
        }
        return rooms.authRequests()
                .find(visit.instance(), id)
                .map(request -> flow.go(visit, request, tickets.begin(request), flow.begin(visit, request)))
                .orElseGet(() -> failures.show(visit, Failure.REQUEST_UNKNOWN));
    }

    /** Asks for another login name, or shows other providers. Who wants to be somebody else comes from another provider, maybe. */
    Response loginName(Visit visit) {
        Response page = flow.withTicket(visit, (request, ticket) -> flow.askWho(visit, request, ticket, ""));
        return ProviderList.isForAnother(visit) ? last.forget(visit, page) : page;
    }

    Response enterLoginName(Visit visit) {
        return flow.withTicket(visit, (request, ticket) -> named(visit, request, ticket, visit.entered("loginName")));
    }

    private Response named(Visit visit, AuthRequest request, Ticket ticket, String entered) {
        String name = entered.strip();
        if (name.isEmpty()) {
            return flow.askWho(visit, request, ticket.named(""), "loginName.empty");
        }
        if (name.length() > LONGEST_NAME) {
            return flow.askWho(visit, request, ticket.named(""), "loginName.tooLong");
        }
        Next next = ticket.isLinking() ? new Next.AskPassword(name) : new Next.Named(name);
        return flow.go(visit, request, ticket.named(name), next);
    }

    /** The person goes on as who is signed in. */
    Response goOn(Visit visit) {
        return flow.withTicket(visit, (request, ticket) -> {
            Next next = flow.begin(visit, request);
            return next instanceof Next.Choose choose
                    ? finish.complete(visit, request, choose.session())
                    : flow.go(visit, request, ticket, next);
        });
    }

    /** The person gives up. */
    Response cancel(Visit visit) {
        return flow.withTicket(
                visit, (request, ticket) -> finish.refuse(visit, request, "access_denied", "the user did not sign in"));
    }
}
