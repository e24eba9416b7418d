package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
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
         * @param target where the browser is to go in the end
         * @return where it goes next: to a page of ours where the person is yet to be signed out at a provider, else to the target
         */
        String end(Context context, String session, String actor, String target);
    }

    /** Of somebody who has signed in with their password here ({@code acr}). There is no registered value that says it better. */
    static final String PASSWORD_CLASS = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

    /** OpenID Connect Core Error Code unmet_authentication_requirements, section 2. */
    static final ErrorObject UNMET = new ErrorObject("unmet_authentication_requirements");

    static final String UNMET_BECAUSE = "the sign-in is of none of the classes that are essential";

    /**
     * Tells whether a session answers a request as it is, without the user signing in again (OpenID Connect Core section 3.1.2.1: {@code
     * prompt=login}, {@code max_age}, an essential {@code acr}; and the organization the request is restricted to).
     */
    public static boolean satisfies(AuthRequest request, Session session, Instant now) {
        return isUsable(request, session, now) && isOfClass(request, session);
    }

    /** Tells whether the sign-in is of a class that the request can't do without. */
    static boolean isOfClass(AuthRequest request, Session session) {
        List<String> essential = request.essentialAcr();
        String acr = acr(session);
        return essential == null || acr != null && essential.contains(acr);
    }

    /** Like {@link #satisfies}, whatever class of authentication it is of. */
    static boolean isUsable(AuthRequest request, Session session, Instant now) {
        boolean fresh = !session.authenticatedAt().isBefore(request.createdAt());
        return session.isAuthenticated()
                && now.isBefore(session.expiresAt())
                && (request.organization().isEmpty() || request.organization().equals(session.organization()))
                && (fresh || !request.hasPrompt("login") && recent(session, request.maxAge(), now));
    }

    private static boolean recent(Session session, @Nullable Duration maxAge, Instant now) {
        return maxAge == null || !session.authenticatedAt().plus(maxAge).isBefore(now);
    }

    /**
     * Returns the class of a sign-in: that of a password, or the one that the provider says who vouched. Null when it says none, and as long
     * as nobody has signed in.
     */
    static @Nullable String acr(Session session) {
        String vouched = session.vouched().acr();
        return session.methods().contains(Method.PASSWORD) ? PASSWORD_CLASS : vouched.isEmpty() ? null : vouched;
    }

    /** Authentication Method References (RFC 8176): a password is {@code pwd}, a provider did what it says. */
    static List<String> authMethods(Session session) {
        List<String> references = new ArrayList<>(session.vouched().amr());
        if (session.methods().contains(Method.PASSWORD)) {
            references.add("pwd");
        }
        if (session.methods().size() > 1 && !references.contains("mfa")) {
            references.add("mfa");
        }
        return references;
    }
}
