package dev.ostiary.login;

import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.session.Authentication;
import dev.ostiary.store.Stored;
import dev.ostiary.user.PasswordRules;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Password;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Changing a password that somebody else has set, before signing in with it. */
final class NewPasswordPages {
    /** How long the proof of the old password is good. */
    private static final Duration SHORTLY = Duration.ofMinutes(10);

    private static final int LONGEST_PASSWORD = 200;

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Flow flow;
    private final LinkPages links;
    private final Finish finish;

    NewPasswordPages(
            Rooms rooms, Pages pages, Failures failures, Tickets tickets, Flow flow, LinkPages links, Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.flow = flow;
        this.links = links;
        this.finish = finish;
    }

    static boolean isRequired(User user) {
        return password(user).filter(Password::changeRequired).isPresent();
    }

    private static Optional<Password> password(User user) {
        return user.human().map(Human::password);
    }

    /** The person has just proved to know the old password. */
    Response begin(Visit visit, Ticket ticket, Stored<User> user) {
        Ticket verified = ticket.verified(user.id(), rooms.clock().instant().plus(SHORTLY));
        return pages.goOn(visit, Paths.with(Paths.NEW_PASSWORD, tickets.seal(visit, verified)));
    }

    Response ask(Visit visit) {
        return withUser(visit, (step, user) -> ask(visit, step, List.of()));
    }

    /** Where the sign-in is when a new password is asked for. */
    private record At(AuthRequest request, Ticket ticket) {}

    /** Goes on for a person who has proved to know the password, as long as it still has to be changed. */
    private Response withUser(Visit visit, BiFunction<At, Stored<User>, Response> then) {
        return flow.withTicket(
                visit,
                (request, ticket) -> rooms.store()
                        .read(sql -> rooms.users().find(sql, visit.instance(), ticket.verifiedUser()))
                        .filter(user -> user.state().state() == User.State.ACTIVE && isRequired(user.state()))
                        .map(user -> then.apply(new At(request, ticket), user))
                        .orElseGet(() -> failures.show(visit, request, Failure.STEP_LOST)));
    }

    private Response ask(Visit visit, At at, List<String> errors) {
        String sealed = tickets.seal(visit, at.ticket());
        return pages.show(
                visit,
                at.request(),
                200,
                frame -> new View.NewPassword(
                        frame,
                        sealed,
                        at.ticket().loginName(),
                        Stream.of(PasswordRules.values())
                                .map(rule -> frame.text(key(rule), PasswordRules.MINIMUM_LENGTH))
                                .toList(),
                        errors));
    }

    private static String key(PasswordRules rule) {
        return "newPassword.rule." + rule.name();
    }

    Response enter(Visit visit) {
        return withUser(visit, (step, user) -> enter(visit, step, user));
    }

    private Response enter(Visit visit, At at, Stored<User> user) {
        String wanted = visit.entered("newPassword");
        List<String> errors = errors(visit, at, user, wanted);
        if (!errors.isEmpty()) {
            return ask(visit, at, errors);
        }
        String hash = rooms.passwords().hash(wanted);
        Stored<User> changed = rooms.store().write(tx -> {
            Stored<User> current =
                    rooms.users().find(tx.sql(), visit.instance(), user.id()).orElseThrow();
            return rooms.users().setPassword(tx, current, user.id(), hash, false);
        });
        return at.ticket().isLinking()
                ? links.link(visit, at.ticket(), changed)
                : finish.signIn(visit, at.request(), Authentication.byPassword(changed.id(), changed.owner()));
    }

    private List<String> errors(Visit visit, At at, Stored<User> user, String wanted) {
        Texts texts = pages.texts(visit, at.request());
        List<String> errors = new ArrayList<>();
        if (!wanted.equals(visit.entered("repeated"))) {
            errors.add(texts.get("newPassword.differ"));
        }
        Optional<PasswordRules> broken = PasswordRules.broken(wanted);
        if (wanted.length() > LONGEST_PASSWORD) {
            errors.add(texts.get("newPassword.tooLong", LONGEST_PASSWORD));
        } else if (broken.isPresent()) {
            errors.add(texts.get("newPassword.missing", texts.get(key(broken.get()), PasswordRules.MINIMUM_LENGTH)));
        } else if (rooms.passwords()
                .verify(wanted, password(user.state()).orElseThrow().hash())) {
            errors.add(texts.get("newPassword.same"));
        }
        return errors;
    }
}
