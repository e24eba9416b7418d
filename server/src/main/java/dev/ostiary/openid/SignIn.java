package dev.ostiary.openid;

import dev.ostiary.http.Request;
import dev.ostiary.session.Session;
import dev.ostiary.session.Session.Method;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules about what a sign-in session is worth to an authorization request. */
public final class SignIn {
    private SignIn() {}

    /** Finds the session that the browser of a request is signed in with. */
    @FunctionalInterface
    public interface Current {
        Optional<Stored<Session>> of(Context context, Request request);
    }

    /** Ends a sign-in session and every token that came of it. */
    @FunctionalInterface
    public interface Termination {
        /**
         * @param session its id; one that has ended already is no mistake
         * @param actor id of the user who ends it
         */
        void end(Context context, String session, String actor);
    }

    /**
     * Tells whether a session answers a request as it is, without the user signing in again (OpenID Connect Core section 3.1.2.1: {@code
     * prompt=login}, {@code max_age}; and the organization the request is restricted to).
     */
    public static boolean satisfies(AuthRequest request, Session session, Instant now) {
        boolean fresh = !session.authenticatedAt().isBefore(request.createdAt());
        return session.isAuthenticated()
                && now.isBefore(session.expiresAt())
                && (request.organization().isEmpty() || request.organization().equals(session.organization()))
                && (fresh || !request.hasPrompt("login") && recent(session, request.maxAge(), now));
    }

    private static boolean recent(Session session, @Nullable Duration maxAge, Instant now) {
        return maxAge == null || !session.authenticatedAt().plus(maxAge).isBefore(now);
    }

    /** Authentication Method References (RFC 8176): a password is {@code pwd}; what a provider did is not known here. */
    static List<String> authMethods(Session session) {
        List<String> references = new ArrayList<>();
        if (session.methods().contains(Method.PASSWORD)) {
            references.add("pwd");
        }
        if (session.methods().size() > 1) {
            references.add("mfa");
        }
        return references;
    }
}
