package dev.ostiary.session;

import dev.ostiary.session.Session.Method;
import dev.ostiary.session.SessionEvent.Added;
import dev.ostiary.session.SessionEvent.IntentChecked;
import dev.ostiary.session.SessionEvent.LifetimeSet;
import dev.ostiary.session.SessionEvent.MetadataSet;
import dev.ostiary.session.SessionEvent.PasswordChecked;
import dev.ostiary.session.SessionEvent.Terminated;
import dev.ostiary.session.SessionEvent.TokenSet;
import dev.ostiary.session.SessionEvent.UserChecked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What events make of a session, and which events a sign-in has. */
final class SessionRules {
    private static final Session NOBODY = new Session("", "", Instant.EPOCH, List.of(), "", Instant.EPOCH, "");

    private SessionRules() {}

    /** The events of somebody proving who they are: a token that was used before is of no use afterwards. */
    static List<SessionEvent> authenticated(Authentication how, Instant now, Instant expiresAt, String tokenHash) {
        return List.of(
                new UserChecked(how.userId(), how.organization(), now),
                switch (how.method()) {
                    case PASSWORD -> new PasswordChecked(now);
                    case IDP -> new IntentChecked(how.idp(), now, how.vouched());
                },
                new TokenSet(tokenHash),
                new LifetimeSet(expiresAt));
    }

    static @Nullable Session evolve(@Nullable Session state, SessionEvent event) {
        Session before = state == null ? NOBODY : state;
        return switch (event) {
            case Added added -> NOBODY.about(new About(added.creator(), Map.of(), added.userAgent()));
            case UserChecked checked ->
                before.ofUser(
                        checked.userId(),
                        checked.organization(),
                        Objects.requireNonNullElse(checked.checkedAt(), Instant.EPOCH));
            case PasswordChecked checked -> before.authenticated(checked.checkedAt(), Method.PASSWORD, "");
            case IntentChecked checked ->
                before.authenticated(
                        checked.checkedAt(),
                        Method.IDP,
                        checked.idp(),
                        Objects.requireNonNullElse(checked.vouched(), Vouched.NOTHING));
            case TokenSet set -> before.withToken(set.hash());
            case LifetimeSet set -> before.until(set.expiresAt());
            case MetadataSet set -> before.about(before.about().with(set.metadata()));
            case Terminated terminated -> null;
        };
    }
}
