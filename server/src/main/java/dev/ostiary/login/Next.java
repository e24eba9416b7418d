package dev.ostiary.login;

import dev.ostiary.openid.AuthRequest;
import dev.ostiary.openid.SignIn;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.session.Session;
import dev.ostiary.session.Session.Method;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes next in a sign-in, and the rules that say so: without I/O, and without a clock. */
sealed interface Next {

    /** The application gets its answer. */
    record Complete(Stored<Session> session) implements Next {}

    /** The person says whether to go on as who is signed in. */
    record Choose(Stored<Session> session) implements Next {}

    /** The browser goes to a provider. */
    record GoTo(String idp) implements Next {}

    /** The person says who they are; or, where no password is allowed, chooses a provider. */
    record AskWho(String loginName) implements Next {}

    record AskPassword(String loginName) implements Next {}

    record Fail(Failure failure) implements Next {}

    /**
     * What is known when a sign-in begins.
     *
     * @param session of a user who may sign in, null when there is none
     * @param policy the one that counts for the request
     * @param offered ids of the providers that the policy offers and that exist
     */
    record Situation(
            AuthRequest request,
            @Nullable Stored<Session> session,
            LoginPolicy.Settings policy,
            List<String> offered,
            Instant now) {}

    /** What happens with an authorization request when the browser arrives with it. */
    static Next begin(Situation at) {
        AuthRequest request = at.request();
        Stored<Session> session = at.session();
        if (session != null && answers(at, session.state())) {
            return request.hasPrompt("select_account") ? new Choose(session) : new Complete(session);
        }
        if (!request.idp().isEmpty()) {
            return at.offered().contains(request.idp())
                    ? new GoTo(request.idp())
                    : new Fail(Failure.PROVIDER_NOT_OFFERED);
        }
        if (!at.policy().allowUsernamePassword() && (!at.offered().isEmpty() || !mayDiscover(at))) {
            return withoutPassword(at.offered(), request.loginHint());
        }
        return request.loginHint().isBlank()
                ? new AskWho("")
                : new AskPassword(request.loginHint().strip());
    }

    /** Whether the domain of a login name may lead to an organization: not where the application has said which one it is. */
    private static boolean mayDiscover(Situation at) {
        return at.policy().allowDomainDiscovery() && at.request().organization().isEmpty();
    }

    private static Next withoutPassword(List<String> offered, String loginName) {
        return switch (offered.size()) {
            case 0 -> new Fail(Failure.NOTHING_OFFERED);
            case 1 -> new GoTo(offered.getFirst());
            default -> new AskWho(loginName);
        };
    }

    /** Whether a session is enough: for the request, for the provider that the request names, and for the policy's lifetimes. */
    private static boolean answers(Situation at, Session session) {
        AuthRequest request = at.request();
        boolean fresh = !session.authenticatedAt().isBefore(request.createdAt());
        return SignIn.satisfies(request, session, at.now())
                && (request.idp().isEmpty() || request.idp().equals(session.idp()))
                && (request.hintedUser().isEmpty() || request.hintedUser().equals(session.userId()))
                && (fresh
                        || !request.hasPrompt("create")
                                && session.authenticatedAt()
                                        .plus(lifetime(at.policy(), session))
                                        .isAfter(at.now()));
    }

    private static Duration lifetime(LoginPolicy.Settings policy, Session session) {
        return session.methods().contains(Method.IDP)
                ? policy.externalLoginCheckLifetime()
                : policy.passwordCheckLifetime();
    }

    /**
     * What happens when the person has said who they are. Whether there is such a user makes no difference, except that who has no
     * password is led to the provider of their link.
     *
     * @param policy the one that counts for the request or for the domain of the login name
     * @param user null when there is none whom the request allows
     * @param offeredToUser ids of the providers that the policy of the user's organization offers
     */
    static Next named(
            String loginName,
            LoginPolicy.Settings policy,
            List<String> offered,
            @Nullable User user,
            List<String> offeredToUser) {
        Optional<String> only = user == null ? Optional.empty() : onlyProvider(user, offeredToUser);
        if (only.isPresent()) {
            return new GoTo(only.get());
        }
        return policy.allowUsernamePassword() ? new AskPassword(loginName) : withoutPassword(offered, loginName);
    }

    private static Optional<String> onlyProvider(User user, List<String> offered) {
        return user.human().filter(human -> human.password() == null).map(Human::links).orElse(List.of()).stream()
                .map(IdpLink::idp)
                .filter(offered::contains)
                .findFirst();
    }
}
