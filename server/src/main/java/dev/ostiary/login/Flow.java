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
import java.util.List;
import java.util.function.BiFunction;

/** Takes a sign-in one step on: what {@link Next} says becomes a page, or sends the browser somewhere. */
final class Flow {
    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final Finish finish;

    Flow(Rooms rooms, Pages pages, Failures failures, Tickets tickets, Directory directory, Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
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
        Offer offer = directory.offer(visit.instance(), request);
        Stored<Session> session =
                directory.signedIn(visit).map(SignedIn::session).orElse(null);
        return Next.begin(
                new Next.Situation(request, session, offer.ways(), rooms.clock().instant()));
    }

    Response go(Visit visit, AuthRequest request, Ticket ticket, Next next) {
        return switch (next) {
            case Next.Complete complete -> finish.complete(visit, request, complete.session());
            case Next.Choose choose -> choose(visit, request, ticket);
            case Next.GoTo to ->
                rooms.store()
                        .read(sql -> rooms.providers().find(sql, visit.instance(), to.idp()))
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
                visit,
                request,
                200,
                frame -> new View.ChooseAccount(frame, sealed, account, Paths.with(Paths.LOGIN_NAME, sealed)));
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
        Offer offer = directory.offer(visit.instance(), request, ticket.loginName());
        List<Provider> providers = providers(visit, request, ticket, offer);
        boolean asked = offer.policy().allowUsernamePassword() || providers.isEmpty();
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
                        error.isEmpty() ? "" : frame.text(error)));
    }

    /** The buttons; none while an account is being linked, because then the person proves who they are with their password. */
    List<Provider> providers(Visit visit, AuthRequest request, Ticket ticket, Offer offer) {
        if (ticket.isLinking()) {
            return List.of();
        }
        String sealed = ticket.loginName().isEmpty() ? "" : tickets.seal(visit, ticket);
        return offer.providers().stream()
                .map(provider -> new Provider(
                        provider.id(),
                        provider.state().displayName(),
                        Paths.provider(provider.id(), request.id(), sealed)))
                .toList();
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
                List.of());
        return switch (rooms.federation().begin(visit.call(), provider, beginning)) {
            case Step.Leave leave -> pages.leave(visit, request, leave.way());
            case Step.Refused refused -> failures.show(visit, request, refused.reason(), refused.reference());
        };
    }
}
