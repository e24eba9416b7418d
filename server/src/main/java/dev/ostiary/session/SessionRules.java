package dev.ostiary.session;

import dev.ostiary.session.Session.Method;
import dev.ostiary.session.SessionEvent.Added;
import dev.ostiary.session.SessionEvent.IntentChecked;
import dev.ostiary.session.SessionEvent.LifetimeSet;
import dev.ostiary.session.SessionEvent.PasswordChecked;
import dev.ostiary.session.SessionEvent.Terminated;
import dev.ostiary.session.SessionEvent.TokenSet;
import dev.ostiary.session.SessionEvent.UserChecked;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events make of a session, and which events a sign-in has. */
final class SessionRules {
    private static final Session NOBODY = new Session("", "", Instant.EPOCH, List.of(), "", Instant.EPOCH, "");

    private SessionRules() {}

    /** The events of somebody proving who they are: a token that was used before is of no use afterwards. */
    static List<SessionEvent> authenticated(Authentication how, Instant now, Instant expiresAt, String tokenHash) {
        return List.of(
                new UserChecked(how.userId(), how.organization()),
                switch (how.method()) {
                    case PASSWORD -> new PasswordChecked(now);
                    case IDP -> new IntentChecked(how.idp(), now);
                },
                new TokenSet(tokenHash),
                new LifetimeSet(expiresAt));
    }

    static @Nullable Session evolve(@Nullable Session state, SessionEvent event) {
        Session before = state == null ? NOBODY : state;
        return switch (event) {
            case Added added -> NOBODY;
            case UserChecked checked -> of(before, checked);
            case PasswordChecked checked -> authenticated(before, checked.checkedAt(), Method.PASSWORD, "");
            case IntentChecked checked -> authenticated(before, checked.checkedAt(), Method.IDP, checked.idp());
            case TokenSet set -> with(before, before.expiresAt(), set.hash());
            case LifetimeSet set -> with(before, set.expiresAt(), before.tokenHash());
            case Terminated terminated -> null;
        };
    }

    private static Session of(Session before, UserChecked checked) {
        return new Session(
                checked.userId(),
                checked.organization(),
                before.authenticatedAt(),
                before.methods(),
                before.idp(),
                before.expiresAt(),
                before.tokenHash());
    }

    private static Session authenticated(Session before, Instant at, Method method, String idp) {
        return new Session(
                before.userId(),
                before.organization(),
                at,
                List.of(method),
                idp,
                before.expiresAt(),
                before.tokenHash());
    }

    private static Session with(Session before, Instant expiresAt, String tokenHash) {
        return new Session(
                before.userId(),
                before.organization(),
                before.authenticatedAt(),
                before.methods(),
                before.idp(),
                expiresAt,
                tokenHash);
    }
}
