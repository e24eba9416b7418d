package dev.ostiary.login;

import dev.ostiary.federation.Beginning;
import dev.ostiary.federation.Step;
import dev.ostiary.http.Response;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.login.Directory.Offer;
import dev.ostiary.login.Directory.SignedIn;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.session.Session;
import dev.ostiary.store.Stored;
import java.util.function.BiFunction;

/** Takes a sign-in one step on: what {@link Next} says becomes a page, or sends the browser somewhere. */
final class Flow {
    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final ProviderList list;
    private final Finish finish;

    Flow(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            ProviderList list,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.list = list;
        this.finish = finish;
    }

    /** Goes on with the sign-in that the request's ticket stands for. */
    Response withTicket(Visit visit, BiFunction<AuthRequest, Ticket, Response> then) {
        return tickets.open(visit, visit.ticket())
                .map(ticket -> rooms.authRequests()
                        .find(visit.instance(), ticket.authRequest())
                        .map(request -> then.apply(request, ticket))
                        .orElseGet(() -> failures.show(visit, Failure.REQUEST_UNKNOWN)))
                .orElseGet(() -> failures.show(visit, Failure.STEP_LOST));
    }

    /** What comes next when the browser arrives with a request. */
    Next begin(Visit visit, AuthRequest request) {
        Next.Ways ways = directory.ways(visit.instance(), request);
        Stored<Session> session =
                directory.signedIn(visit).map(SignedIn::session).orElse(null);
        return Next.begin(
                new Next.Situation(request, session, ways, rooms.clock().instant()));
    }

    Response go(Visit visit, AuthRequest request, Ticket ticket, Next next) {
        return switch (next) {
            case Next.Complete complete -> finish.complete(visit, request, complete.session());
            case Next.Choose choose -> choose(visit, request, ticket);
            case Next.GoTo to ->
                rooms.providers()
                        .current(visit.instance(), to.idp())
                        .map(provider -> toProvider(visit, request, ticket, provider, to.organization()))
                        .orElseGet(() -> failures.show(visit, request, Failure.PROVIDER_NOT_OFFERED));
            case Next.AskWho who -> askWho(visit, request, ticket.named(who.loginName()), "");
            case Next.AskPassword password ->
                pages.goOn(visit, Paths.with(Paths.PASSWORD, tickets.seal(visit, ticket.named(password.loginName()))));
            case Next.Named named ->
                go(visit, request, ticket, directory.named(visit.instance(), request, named.loginName()));
            case Next.Fail fail -> failures.show(visit, request, fail.failure());
        };
    }

    private Response choose(Visit visit, AuthRequest request, Ticket ticket) {
        SignedIn signedIn = directory.signedIn(visit).orElseThrow();
        String sealed = tickets.seal(visit, ticket);
        View.Account account = account(signedIn);
        return pages.show(
                visit, request, 200, frame -> new View.ChooseAccount(frame, sealed, account, Paths.another(sealed)));
    }

    static View.Account account(SignedIn signedIn) {
        return new View.Account(
                signedIn.user().state().displayName(), signedIn.user().state().userName());
    }

    /**
     * Asks for the login name, and shows the providers.
     *
     * @param error key of what was wrong with the login name, empty for nothing
     */
    Response askWho(Visit visit, AuthRequest request, Ticket ticket, String error) {
        Offer all = directory.offer(visit.instance(), request, ticket.loginName());
        Offer offer = directory.narrowed(visit.instance(), request, all);
        boolean creating = offer.providers().creating() && !ticket.isLinking();
        Providers providers = list.of(visit, request, ticket, offer);
        boolean asked = !creating
                && (offer.policy().allowUsernamePassword() || providers.shown().isEmpty() && !providers.searchable());
        String sealed = tickets.seal(visit, ticket);
        return pages.show(
                visit,
                request,
                200,
                frame -> new View.LoginName(
                        frame,
                        sealed,
                        ticket.loginName(),
                        asked,
                        providers,
                        ticket.provider(),
                        creating,
                        error.isEmpty() ? "" : frame.text(error)));
    }

    /**
     * Sends the browser to a provider.
     *
     * @param organization the one whose people sign in there, empty for any
     */
    Response toProvider(
            Visit visit, AuthRequest request, Ticket ticket, Stored<IdentityProvider> provider, String organization) {
        String hint = ticket.loginName().isEmpty() ? request.loginHint() : ticket.loginName();
        Beginning beginning = new Beginning(
                request.id(),
                visit.browser().key(),
                hint,
                organization,
                request.prompts(),
                request.maxAge(),
                request.uiLocales(),
                request.parametersForProvider());
        return switch (rooms.federation().begin(visit.call(), provider, beginning)) {
            case Step.Leave leave -> pages.leave(visit, request, leave.way());
            case Step.Refused refused -> failures.show(visit, request, refused.reason(), refused.reference());
        };
    }
}
