package dev.ostiary.login;

import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.Offer;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.session.Authentication;
import dev.ostiary.store.Stored;
import dev.ostiary.user.PasswordCheck;
import dev.ostiary.user.User;

/** Signing in with a password. */
final class PasswordPages {
    private static final int LONGEST_PASSWORD = 200;

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final ProviderList list;
    private final Flow flow;
    private final NewPasswordPages newPassword;
    private final LinkPages links;
    private final Finish finish;

    PasswordPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            ProviderList list,
            Flow flow,
            NewPasswordPages newPassword,
            LinkPages links,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.list = list;
        this.flow = flow;
        this.newPassword = newPassword;
        this.links = links;
        this.finish = finish;
    }

    Response ask(Visit visit) {
        return flow.withTicket(visit, (request, ticket) -> ask(visit, request, ticket));
    }

    private Response ask(Visit visit, AuthRequest request, Ticket ticket) {
        Offer offer = directory.offer(visit.instance(), request, ticket.loginName());
        Providers providers = list.of(visit, request, ticket.saying(""), offer);
        String sealed = tickets.seal(visit, ticket.saying(""));
        return pages.show(
                visit,
                request,
                200,
                frame -> new View.Password(
                        frame,
                        sealed,
                        ticket.loginName(),
                        Paths.with(Paths.LOGIN_NAME, sealed),
                        providers,
                        ticket.said().isEmpty() ? "" : frame.text(ticket.said())));
    }

    Response enter(Visit visit) {
        return flow.withTicket(visit, (request, ticket) -> enter(visit, request, ticket, visit.entered("password")));
    }

    private Response enter(Visit visit, AuthRequest request, Ticket ticket, String password) {
        if (password.isEmpty()) {
            return again(visit, ticket, "password.empty");
        }
        return check(visit, request, ticket.loginName(), password) instanceof PasswordCheck.Passed passed
                ? passed(visit, request, ticket, passed.user())
                : again(visit, ticket, "password.wrong");
    }

    /** Takes the same time whether there is such a user or not. */
    private PasswordCheck check(Visit visit, AuthRequest request, String loginName, String password) {
        if (password.length() > LONGEST_PASSWORD) {
            return rooms.passwordChecks().nobody("");
        }
        return directory
                .person(visit.instance(), request, loginName)
                .map(user -> rooms.passwordChecks().check(visit.instance(), user.id(), password))
                .orElseGet(() -> rooms.passwordChecks().nobody(password));
    }

    private Response again(Visit visit, Ticket ticket, String said) {
        return pages.goOn(visit, Paths.with(Paths.PASSWORD, tickets.seal(visit, ticket.saying(said))));
    }

    /** The password was right; only now may the person learn what stands in the way. */
    private Response passed(Visit visit, AuthRequest request, Ticket ticket, Stored<User> user) {
        if (user.state().state() != User.State.ACTIVE) {
            return failures.show(visit, request, Failure.ACCOUNT_UNUSABLE);
        }
        boolean allowed =
                directory.offer(visit.instance(), user.owner()).policy().allowUsernamePassword();
        if (!allowed) {
            return failures.show(visit, request, Failure.PASSWORD_NOT_ALLOWED);
        }
        if (NewPasswordPages.isRequired(user.state())) {
            return newPassword.begin(visit, ticket, user);
        }
        return ticket.isLinking()
                ? links.link(visit, ticket, user)
                : finish.signIn(visit, request, Authentication.byPassword(user.id(), user.owner()));
    }
}
