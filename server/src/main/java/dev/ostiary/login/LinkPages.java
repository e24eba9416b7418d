package dev.ostiary.login;

import dev.ostiary.federation.ExternalIdentity;
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
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** "We don't know you yet": an external account is linked to a user, or a user is created from it, as the person chooses. */
final class LinkPages {
    private static final List<String> FIELDS =
            List.of(Draft.USER_NAME, Draft.GIVEN_NAME, Draft.FAMILY_NAME, Draft.EMAIL);
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST = 200;

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
        boolean passwords =
                directory.offer(visit.instance(), request).policy().allowUsernamePassword();
        Draft draft = new Draft(asked.mayLink() && passwords, asked.mayCreate(), fields(asked.identity()));
        if (!draft.linking() && !draft.creation()) {
            return failures.show(visit, request, Reason.NOT_ALLOWED, "");
        }
        Ticket ticket = flow.ticket(request).of(new Unknown(asked.attempt(), asked.provider(), draft));
        return pages.goOn(visit, Paths.with(Paths.UNKNOWN, tickets.seal(visit, ticket)));
    }

    private static Map<String, String> fields(ExternalIdentity identity) {
        return Map.of(
                Draft.USER_NAME, identity.userName(),
                Draft.GIVEN_NAME, identity.givenName(),
                Draft.FAMILY_NAME, identity.familyName(),
                Draft.EMAIL, identity.email());
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
        return withAccount(visit, (v, at) -> ask(v, at, at.account().draft().fields(), Map.of(), ""));
    }

    private Response ask(
            Visit visit, At at, Map<String, String> fields, Map<String, String> wrong, String error) {
        String sealed = tickets.seal(visit, at.ticket());
        Draft draft = at.account().draft();
        return pages.show(visit, at.request(), 200, frame -> {
            Map<String, String> errors = new HashMap<>();
            wrong.forEach((field, key) -> errors.put(field, frame.text(key)));
            return new View.Unknown(
                    frame,
                    sealed,
                    at.account().provider(),
                    draft.linking(),
                    draft.creation(),
                    fields,
                    errors,
                    error.isEmpty() ? "" : frame.text(error));
        });
    }

    /** The person wants to sign in to an account they have. */
    Response signIn(Visit visit) {
        return withAccount(
                visit, (v, at) -> pages.goOn(v, Paths.with(Paths.LOGIN_NAME, tickets.seal(v, at.ticket()))));
    }

    /** The person wants an account. */
    Response create(Visit visit) {
        return withAccount(visit, this::create);
    }

    private Response create(Visit visit, At at) {
        Map<String, String> fields = new HashMap<>();
        FIELDS.forEach(name -> fields.put(name, visit.entered(name).strip()));
        Map<String, String> wrong = wrong(fields);
        if (!wrong.isEmpty()) {
            return ask(visit, at, fields, wrong, "");
        }
        try {
            return outcome(visit, at, rooms.federation().create(visit.call(), at.account().attempt(), visit.browser().key(), edited(fields)));
        } catch (Problem refused) {
            return refused.kind() == Problem.Kind.ALREADY_EXISTS
                    ? ask(visit, at, fields, Map.of(Draft.USER_NAME, "unknown.userNameTaken"), "")
                    : ask(visit, at, fields, Map.of(), "unknown.notCreated");
        }
    }

    /** Returns the key of what is wrong, by field. */
    private static Map<String, String> wrong(Map<String, String> fields) {
        Map<String, String> wrong = new HashMap<>();
        fields.forEach((name, value) -> {
            if (value.isEmpty()) {
                wrong.put(name, "unknown.missing");
            } else if (value.length() > LONGEST) {
                wrong.put(name, "unknown.tooLong");
            }
        });
        if (!EMAIL.matcher(fields.getOrDefault(Draft.EMAIL, "")).matches()) {
            wrong.putIfAbsent(Draft.EMAIL, "unknown.badEmail");
        }
        return wrong;
    }

    /** The person has signed in with their password: now the account is linked to them. */
    Response link(Visit visit, AuthRequest request, Ticket ticket, Stored<User> user) {
        Unknown account = ticket.unknown();
        if (account == null) {
            return failures.show(visit, request, Failure.STEP_LOST);
        }
        Outcome linked = rooms.federation().link(visit.call(), account.attempt(), visit.browser().key(), user);
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
            case Outcome.Refused refused ->
                failures.show(visit, at.request(), refused.reason(), refused.reference());
        };
    }
}
