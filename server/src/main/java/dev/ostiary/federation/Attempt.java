package dev.ostiary.federation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One try of one person to sign in through a provider, with the log of its steps. Secrets are not in it: what must be known until the
 * provider answers is in {@link Pending}.
 *
 * @param idp id of the provider
 * @param authRequestId what goes on when the person is signed in
 * @param organization the organization the sign-in is for; empty for any
 * @param reference short code that people read out to administrators
 * @param userId who signed in; empty as long as nobody has
 * @param reason why it failed, null when it didn't
 * @param landing where a page of somebody else's, which began it by a call, wants the browser; null when our own pages began it
 */
public record Attempt(
        String idp,
        String authRequestId,
        String organization,
        String reference,
        Phase phase,
        String userId,
        @Nullable Reason reason,
        List<LogEntry> log,
        @Nullable Landing landing) {
    public Attempt {
        log = List.copyOf(log);
    }

    /** How far it has come. */
    public enum Phase {
        /** The browser is at the provider. */
        STARTED,
        /** The provider vouches for the person, who is asked to link or create a user; or the page that began it says what follows. */
        ASKED,
        /** The person is signed in. */
        SUCCEEDED,
        FAILED;

        /** Returns the name as people read it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Attempt started(AttemptEvent.Started started) {
        return new Attempt(
                started.idp(),
                started.authRequestId(),
                started.organization(),
                started.reference(),
                Phase.STARTED,
                "",
                null,
                started.log(),
                started.landing());
    }

    Attempt then(Phase next, String user, @Nullable Reason why, List<LogEntry> steps) {
        return new Attempt(
                idp,
                authRequestId,
                organization,
                reference,
                next,
                user,
                why,
                Stream.concat(log.stream(), steps.stream()).toList(),
                landing);
    }
}
