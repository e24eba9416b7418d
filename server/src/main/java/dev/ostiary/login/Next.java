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

    /**
     * The browser goes to a provider.
     *
     * @param organization the organization whose policy offers it, and whose people sign in there; empty for any
     */
    record GoTo(String idp, String organization) implements Next {}

    /** The person says who they are; or, where no password is allowed, chooses a provider. */
    record AskWho(String loginName) implements Next {}

    record AskPassword(String loginName) implements Next {}

    /** It is known who the person says to be: {@link #named} goes on. */
    record Named(String loginName) implements Next {}

    record Fail(Failure failure) implements Next {}

    /**
     * The ways in that people have.
     *
     * @param organization whose they are, empty for everybody's
     * @param policy the one that counts there
     * @param providers ids of providers that the policy offers and that exist: two of them where there are more, and all that the request
     *     or the person is about
     * @param creators the same of those that may make a user of somebody unknown, where somebody is to be created; nothing elsewhere
     */
    record Ways(String organization, LoginPolicy.Settings policy, List<String> providers, List<String> creators) {}

    /**
     * What is known when a sign-in begins.
     *
     * @param session of a user who may sign in, null when there is none
     * @param ways those for the request as such
     */
    record Situation(AuthRequest request, @Nullable Stored<Session> session, Ways ways, Instant now) {}

    /**
     * Somebody with a login name.
     *
     * @param ways those of the user's organization
     */
    record Known(User user, Ways ways) {}

    /** What happens with an authorization request when the browser arrives with it. */
    static Next begin(Situation at) {
        AuthRequest request = at.request();
        Stored<Session> session = at.session();
        if (session != null && answers(at, session.state())) {
            return request.hasPrompt("select_account") ? new Choose(session) : new Complete(session);
        }
        Ways ways = at.ways();
        if (!request.idp().isEmpty()) {
            return ways.providers().contains(request.idp())
                    ? new GoTo(request.idp(), ways.organization())
                    : new Fail(Failure.PROVIDER_NOT_OFFERED);
        }
        if (!request.loginHint().isBlank()) {
            return new Named(request.loginHint().strip());
        }
        if (!ways.creators().isEmpty()) {
            return toCreate(ways, "");
        }
        boolean loginNameLeadsOn =
                ways.policy().allowUsernamePassword() || ways.providers().isEmpty() && mayDiscover(at);
        return loginNameLeadsOn ? new AskWho("") : withoutPassword(ways, "");
    }

    /** Whether the domain of a login name may lead to an organization: not where the application has said which one it is. */
    private static boolean mayDiscover(Situation at) {
        return at.ways().policy().allowDomainDiscovery()
                && at.request().organization().isEmpty();
    }

    /** There is no registration of our own: people come into being through a provider. */
    private static Next toCreate(Ways ways, String loginName) {
        return ways.creators().size() == 1
                ? new GoTo(ways.creators().getFirst(), ways.organization())
                : new AskWho(loginName);
    }

    private static Next withoutPassword(Ways ways, String loginName) {
        return switch (ways.providers().size()) {
            case 0 -> new Fail(Failure.NOTHING_OFFERED);
            case 1 -> new GoTo(ways.providers().getFirst(), ways.organization());
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
                                        .plus(lifetime(at.ways().policy(), session))
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
     * @param ways those for the request, or of the organization whose domain the login name has
     * @param known null when there is nobody whom the request allows, or nothing may depend on whether there is
     */
    static Next named(String loginName, Ways ways, @Nullable Known known) {
        Optional<String> only = known == null
                ? Optional.empty()
                : onlyProvider(known.user(), known.ways().providers());
        if (known != null && only.isPresent()) {
            return new GoTo(only.get(), known.ways().organization());
        }
        if (!ways.creators().isEmpty()) {
            return toCreate(ways, loginName);
        }
        return ways.policy().allowUsernamePassword() ? new AskPassword(loginName) : withoutPassword(ways, loginName);
    }

    private static Optional<String> onlyProvider(User user, List<String> offered) {
        return user.human().filter(human -> human.password() == null).map(Human::links).orElse(List.of()).stream()
                .map(IdpLink::idp)
                .filter(offered::contains)
                .findFirst();
    }
}
