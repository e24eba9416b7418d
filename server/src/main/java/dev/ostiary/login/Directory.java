package dev.ostiary.login;

import dev.ostiary.federation.Federation;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.login.Next.Known;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.session.Session;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks up what the rules of {@link Next} must know, each in one snapshot of the store. */
final class Directory {
    private final Rooms rooms;

    Directory(Rooms rooms) {
        this.rooms = rooms;
    }

    /** A session with its user, who may sign in. */
    record SignedIn(Stored<Session> session, Stored<User> user) {}

    /**
     * The ways to sign in that people have.
     *
     * @param organization whose policy it is; empty for the instance's
     * @param providers those that the policy offers and that people can sign in through, in its order
     */
    record Offer(String organization, LoginPolicy.Settings policy, List<Stored<IdentityProvider>> providers) {
        Next.Ways ways() {
            return new Next.Ways(
                    organization, policy, providers.stream().map(Stored::id).toList());
        }
    }

    Optional<SignedIn> signedIn(Visit visit) {
        return rooms.store()
                .read(sql -> rooms.sessions()
                        .ofBrowser(sql, visit.instance(), visit.call().origin(), visit.request())
                        .flatMap(session -> rooms.users()
                                .find(sql, visit.instance(), session.state().userId())
                                .filter(user -> user.state().state() == User.State.ACTIVE)
                                .map(user -> new SignedIn(session, user))));
    }

    /** The ways in for a request as such. */
    Offer offer(String instance, AuthRequest request) {
        return rooms.store().read(sql -> offer(sql, instance, request.organization()));
    }

    /** The ways in for who says to have this name: those of the organization whose verified domain it has, where that may be asked. */
    Offer offer(String instance, AuthRequest request, String loginName) {
        return rooms.store().read(sql -> offer(sql, instance, organization(sql, instance, request, loginName)));
    }

    /** The ways in for somebody of an organization. */
    Offer offer(Handle sql, String instance, String organization) {
        LoginPolicy policy =
                rooms.policies().effective(sql, instance, organization).state();
        List<Stored<IdentityProvider>> providers = policy.offeredIdps().stream()
                .flatMap(id -> rooms.providers().find(sql, instance, id).stream())
                .filter(provider -> provider.state().active())
                .toList();
        return new Offer(organization, policy.settings(), providers);
    }

    private String organization(Handle sql, String instance, AuthRequest request, String loginName) {
        if (!request.organization().isEmpty()) {
            return request.organization();
        }
        int at = loginName.lastIndexOf('@');
        return at < 0
                ? ""
                : rooms.orgs()
                        .byDomain(sql, instance, loginName.substring(at + 1).strip())
                        .map(Stored::id)
                        .filter(id -> rooms.policies()
                                .effective(sql, instance, id)
                                .state()
                                .settings()
                                .allowDomainDiscovery())
                        .orElse("");
    }

    Next named(String instance, AuthRequest request, String loginName) {
        return rooms.store().read(sql -> {
            Offer offer = offer(sql, instance, organization(sql, instance, request, loginName));
            @Nullable
            Known known = person(sql, instance, request, loginName)
                    .map(user -> new Known(
                            user.state(), offer(sql, instance, user.owner()).ways()))
                    .orElse(null);
            return Next.named(loginName, offer.ways(), known);
        });
    }

    /** Finds the person with a login name; nobody when the request is for another organization. */
    Optional<Stored<User>> person(String instance, AuthRequest request, String loginName) {
        return rooms.store().read(sql -> person(sql, instance, request, loginName));
    }

    private Optional<Stored<User>> person(Handle sql, String instance, AuthRequest request, String loginName) {
        return rooms.users()
                .byLoginName(sql, instance, loginName)
                .filter(user -> user.state().human().isPresent())
                .filter(user -> request.organization().isEmpty()
                        || request.organization().equals(user.owner()));
    }
}
