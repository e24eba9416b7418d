package dev.ostiary.login;

import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.Federation;
import dev.ostiary.federation.Outcome;
import dev.ostiary.federation.Reason;
import dev.ostiary.http.Response;
import dev.ostiary.login.Ticket.Unknown;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Authentication;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** "We don't know you yet": an external account is linked to a user, or a user is created from it, as the person chooses. */
final class LinkPages {
    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final Flow flow;
    private final Finish finish;

    LinkPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            Flow flow,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.flow = flow;
        this.finish = finish;
    }

    /** A provider vouches for somebody whom nobody here knows. */
    Response begin(Visit visit, AuthRequest request, Outcome.AskToLinkOrCreate asked) {
        boolean passwords = directory.offer(visit.instance(), request).policy().allowUsernamePassword();
        Unknown account = new Unknown(
                asked.attempt(),
                asked.provider(),
                asked.mayLink() && passwords,
                asked.mayCreate(),
                person(asked.identity()));
        if (!account.linking() && !account.creation()) {
            return failures.show(visit, request, Reason.NOT_ALLOWED, "");
        }
        Ticket ticket = flow.ticket(request).of(account);
        return pages.goOn(visit, Paths.with(Paths.UNKNOWN, tickets.seal(visit, ticket)));
    }

    private static Person person(ExternalIdentity identity) {
        return new Person(
                shortened(identity.userName()),
                shortened(identity.givenName()),
                shortened(identity.familyName()),
                shortened(identity.email()));
    }

    /** A ticket travels in URLs, and a provider may say what it likes. */
    private static String shortened(String text) {
        return text.length() <= Person.LONGEST ? text : text.substring(0, Person.LONGEST);
    }

    /** Where a sign-in with an unknown account is. */
    private record At(AuthRequest request, Ticket ticket, Unknown account) {}

    private Response withAccount(Visit visit, BiFunction<Visit, At, Response> then) {
        return flow.withTicket(visit, (request, ticket) -> {
            Unknown account = ticket.unknown();
            return account == null
                    ? failures.show(visit, request, Failure.STEP_LOST)
                    : then.apply(visit, new At(request, ticket, account));
        });
    }

    Response ask(Visit visit) {
        return withAccount(visit, (v, at) -> ask(v, at, at.account().person(), Map.of(), ""));
    }

    /**
     * @param wrong key of what is wrong with a field
     * @param error key of what is wrong with all of it, empty for nothing
     */
    private Response ask(Visit visit, At at, Person entered, Map<String, String> wrong, String error) {
        String sealed = tickets.seal(visit, at.ticket());
        Unknown account = at.account();
        return pages.show(visit, at.request(), 200, frame -> {
            Map<String, String> errors = new HashMap<>();
            wrong.forEach((field, key) -> errors.put(field, frame.text(key)));
            return new View.Unknown(
                    frame,
                    sealed,
                    account.provider(),
                    account.linking(),
                    account.creation(),
                    entered,
                    errors,
                    error.isEmpty() ? "" : frame.text(error));
        });
    }

    /** The person wants to sign in to an account they have. */
    Response signIn(Visit visit) {
        return withAccount(visit, (v, at) -> pages.goOn(v, Paths.with(Paths.LOGIN_NAME, tickets.seal(v, at.ticket()))));
    }

    /** The person wants an account. */
    Response create(Visit visit) {
        return withAccount(visit, this::create);
    }

    private Response create(Visit visit, At at) {
        Person entered = new Person(
                        visit.entered("userName"),
                        visit.entered("givenName"),
                        visit.entered("familyName"),
                        visit.entered("email"))
                .stripped();
        Map<String, String> wrong = entered.wrong();
        if (!wrong.isEmpty()) {
            return ask(visit, at, entered, wrong, "");
        }
        try {
            return outcome(visit, at, create(visit, at.account().attempt(), entered));
        } catch (Problem refused) {
            return refused.kind() == Problem.Kind.ALREADY_EXISTS
                    ? ask(visit, at, entered, Map.of("userName", "unknown.userNameTaken"), "")
                    : ask(visit, at, entered, Map.of(), "unknown.notCreated");
        }
    }

    private Outcome create(Visit visit, String attempt, Person entered) {
        Federation.Edited edited =
                new Federation.Edited(entered.userName(), entered.givenName(), entered.familyName(), entered.email());
        return rooms.federation().create(visit.call(), attempt, visit.browser().key(), edited);
    }

    /** The person has signed in with their password: now the account is linked to them. */
    Response link(Visit visit, AuthRequest request, Ticket ticket, Stored<User> user) {
        Unknown account = ticket.unknown();
        if (account == null) {
            return failures.show(visit, request, Failure.STEP_LOST);
        }
        Outcome linked = rooms.federation()
                .link(visit.call(), account.attempt(), visit.browser().key(), user);
        if (linked instanceof Outcome.SignedIn signedIn) {
            return finish.signIn(
                    visit,
                    Authentication.byProvider(user.id(), user.owner(), signedIn.idp()),
                    session -> pages.goOn(visit, Paths.with(Paths.LINKED, tickets.seal(visit, ticket))));
        }
        return outcome(visit, new At(request, ticket, account), linked);
    }

    Response done(Visit visit) {
        return withAccount(visit, (v, at) -> {
            String sealed = tickets.seal(v, flow.ticket(at.request()));
            return pages.show(
                    v,
                    at.request(),
                    200,
                    frame -> new View.Linked(
                            frame, sealed, at.account().provider(), at.ticket().loginName()));
        });
    }

    private Response outcome(Visit visit, At at, Outcome outcome) {
        return switch (outcome) {
            case Outcome.SignedIn signedIn ->
                finish.signIn(
                        visit,
                        at.request(),
                        Authentication.byProvider(
                                signedIn.user().id(), signedIn.user().owner(), signedIn.idp()));
            case Outcome.AskToLinkOrCreate again -> begin(visit, at.request(), again);
            case Outcome.Refused refused -> failures.show(visit, at.request(), refused.reason(), refused.reference());
        };
    }
}
