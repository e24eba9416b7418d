package dev.ostiary.login;

import dev.ostiary.idp.Choices;
import dev.ostiary.idp.Choices.Choice;
import dev.ostiary.idp.Choices.Wanted;
import dev.ostiary.login.LastProvider.Used;
import dev.ostiary.login.Next.Known;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.policy.LoginPolicies.Counting;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.session.Session;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Looks up what the rules of {@link Next} must know: people in one snapshot of the store, and for them the policies and providers that count now. */
final class Directory {
    /** Of many ways it only matters that they are several. */
    private static final int SEVERAL = 2;

    private final Rooms rooms;
    private final Choices choices = new Choices();

    Directory(Rooms rooms) {
        this.rooms = rooms;
    }

    /** A session with its user, who may sign in. */
    record SignedIn(Stored<Session> session, Stored<User> user) {}

    /**
     * The ways to sign in that people have.
     *
     * @param organization whose people they are for; empty for everybody
     * @param providers those that people can sign in through
     */
    record Offer(String organization, LoginPolicy.Settings policy, Wanted providers) {

        /** The same where somebody is to be created: only the providers that may do that. */
        Offer creating() {
            return new Offer(organization, policy, providers.creators());
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
        return offer(instance, request.organization());
    }

    /** The same for the rules. */
    Next.Ways ways(String instance, AuthRequest request) {
        Offer offer = offer(instance, request.organization());
        return request.idp().isEmpty()
                ? rooms.store().read(sql -> ways(sql, instance, request, offer, Stream.of()))
                : only(instance, request.idp(), offer);
    }

    /** The way that the request names, and no other: that is all that matters then. */
    private Next.Ways only(String instance, String idp, Offer offer) {
        boolean offered = rooms.providers()
                        .current(instance, idp)
                        .filter(provider -> provider.state().active())
                        .isPresent()
                && rooms.policies().offers(instance, offer.organization(), idp);
        return new Next.Ways(offer.organization(), offer.policy(), offered ? List.of(idp) : List.of(), List.of());
    }

    /** The ways in for who says to have this name: those of the organization whose verified domain it has, where that may be asked. */
    Offer offer(String instance, AuthRequest request, String loginName) {
        return rooms.store().read(sql -> offer(instance, organization(sql, instance, request, loginName)));
    }

    /** The ways in for somebody of an organization. */
    Offer offer(String instance, String organization) {
        Counting policy = rooms.policies().current(instance, organization);
        return new Offer(
                organization,
                policy.settings(),
                Wanted.all(rooms.policies().offered(instance, policy, "idps.id"), policy.many()));
    }

    /** @param about providers of which it must be known whether they are offered */
    private Next.Ways ways(Handle sql, String instance, AuthRequest request, Offer offer, Stream<String> about) {
        Stream<String> some = choices.any(sql, instance, offer.providers(), SEVERAL).stream();
        Stream<String> asked = about.filter(
                id -> choices.one(sql, instance, offer.providers(), id).isPresent());
        List<String> creators = isCreating(request, offer)
                ? choices.any(sql, instance, offer.creating().providers(), SEVERAL)
                : List.of();
        return new Next.Ways(
                offer.organization(),
                offer.policy(),
                Stream.concat(some, asked).distinct().toList(),
                creators);
    }

    private static boolean isCreating(AuthRequest request, Offer offer) {
        return request.hasPrompt("create") && offer.policy().allowRegister();
    }

    /** Those that may create users where the application wants that and there are such; all otherwise. */
    Offer narrowed(String instance, AuthRequest request, Offer offer) {
        return isCreating(request, offer)
                        && !choices(instance, offer.creating().providers(), 0, 1)
                                .isEmpty()
                ? offer.creating()
                : offer;
    }

    List<Choice> choices(String instance, Wanted wanted, int offset, int limit) {
        return rooms.store().read(sql -> choices.some(sql, instance, wanted, offset, limit));
    }

    /** @param text what the names must have in them; empty for all */
    List<Choice> choices(String instance, Wanted wanted, String text, int offset, int limit) {
        return text.isEmpty()
                ? choices(instance, wanted, offset, limit)
                : rooms.store().read(sql -> choices.named(sql, instance, wanted, text, offset, limit));
    }

    Optional<Choice> choice(String instance, Offer offer, String id) {
        return rooms.store().read(sql -> choices.one(sql, instance, offer.providers(), id));
    }

    /** The provider that was used last, if it may be used again for this request. */
    Optional<Choice> again(String instance, AuthRequest request, Used last) {
        boolean allowed =
                request.organization().isEmpty() || request.organization().equals(last.organization());
        return allowed
                ? rooms.store()
                        .read(sql -> choices.one(
                                sql,
                                instance,
                                offer(instance, last.organization()).providers(),
                                last.idp()))
                : Optional.empty();
    }

    private String organization(Handle sql, String instance, AuthRequest request, String loginName) {
        if (!request.organization().isEmpty()) {
            return request.organization();
        }
        int at = loginName.lastIndexOf('@');
        return at < 0
                ? ""
                : rooms.orgs()
                        .byDomain(sql, instance, loginName.substring(at + 1))
                        .map(Stored::id)
                        .filter(id -> rooms.policies()
                                .current(instance, id)
                                .settings()
                                .allowDomainDiscovery())
                        .orElse("");
    }

    /**
     * What happens with a login name.
     *
     * <p>Where its domain is an organization's, everybody of that organization goes the same way, so that nobody can find out by trying
     * who is there.
     */
    Next named(String instance, AuthRequest request, String loginName) {
        return rooms.store().read(sql -> {
            String organization = organization(sql, instance, request, loginName);
            boolean byDomain = request.organization().isEmpty() && !organization.isEmpty();
            Next.Ways ways = ways(sql, instance, request, offer(instance, organization), Stream.of());
            @Nullable
            Known known = person(sql, instance, request, loginName)
                    .filter(user -> !byDomain || !user.owner().equals(organization))
                    .map(user -> known(sql, instance, request, user))
                    .orElse(null);
            return Next.named(loginName, ways, known);
        });
    }

    private Known known(Handle sql, String instance, AuthRequest request, Stored<User> user) {
        Stream<String> linked = user.state().human().map(Human::links).orElse(List.of()).stream()
                .map(IdpLink::idp)
                .distinct();
        return new Known(user.state(), ways(sql, instance, request, offer(instance, user.owner()), linked));
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
