package dev.ostiary.federation.link;

import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.Users;
import dev.ostiary.user.Users.LinkedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Links that wait to be confirmed: they were made when another issuer vouched for the account than the provider's configuration names
 * now, so that whoever has the same id at the new issuer doesn't get in as somebody else.
 */
public final class Links {
    private static final int STEP = 200;

    private final Store store;
    private final IdentityProviders providers;
    private final Users users;

    public Links(Store store, IdentityProviders providers, Users users) {
        this.store = store;
        this.providers = providers;
        this.users = users;
    }

    /**
     * A link that waits.
     *
     * @param issuer who vouches for the account now
     */
    public record Waiting(Stored<User> user, IdpLink link, String issuer) {}

    /**
     * Some links.
     *
     * @param next the account after which the next ones begin; empty when there are none
     */
    public record Some(List<Waiting> links, String next) {}

    Optional<Stored<IdentityProvider>> provider(String instance, String id) {
        return store.read(sql -> providers.find(sql, instance, id));
    }

    Optional<Stored<User>> user(String instance, String id) {
        return store.read(sql -> users.find(sql, instance, id));
    }

    /**
     * Lists links that wait, in the order of the accounts' ids. Looks at some hundred links and so may find none although more follow.
     *
     * @param whose which users' links
     */
    public Some waiting(Stored<IdentityProvider> idp, Predicate<Stored<User>> whose, String after, int limit) {
        return store.read(sql -> waiting(sql, idp, whose, after, limit));
    }

    private Some waiting(
            Handle sql, Stored<IdentityProvider> idp, Predicate<Stored<User>> whose, String after, int limit) {
        String issuer = idp.state().config().issuer();
        List<Waiting> found = new ArrayList<>();
        List<LinkedAccount> accounts =
                issuer.isEmpty() ? List.of() : users.linked(sql, idp.stream().instance(), idp.id(), after, STEP);
        for (LinkedAccount account : accounts) {
            if (found.size() == limit) {
                return new Some(found, found.getLast().link().externalUserId());
            }
            users.find(sql, idp.stream().instance(), account.userId())
                    .filter(whose)
                    .flatMap(user -> waiting(user, idp.id(), account.externalUserId(), issuer))
                    .ifPresent(found::add);
        }
        return new Some(found, accounts.size() < STEP ? "" : accounts.getLast().externalUserId());
    }

    private static Optional<Waiting> waiting(Stored<User> user, String idp, String account, String issuer) {
        return user.state()
                .link(idp, account)
                .filter(link -> !issuer.isEmpty())
                .filter(link -> !link.issuer().isEmpty() && !link.issuer().equals(issuer))
                .map(link -> new Waiting(user, link, issuer));
    }

    /**
     * Confirms one link, if it waits.
     *
     * @param idp as it was when somebody decided
     * @return false when the user has no such link
     */
    public boolean confirm(Stored<IdentityProvider> idp, Stored<User> user, String account, String actor) {
        String instance = idp.stream().instance();
        String issuer = idp.state().config().issuer();
        return store.write(tx -> {
            Optional<Stored<User>> now = users.find(tx.sql(), instance, user.id())
                    .filter(found -> found.state().link(idp.id(), account).isPresent());
            now.flatMap(found -> waiting(found, idp.id(), account, issuer)).ifPresent(link -> confirm(tx, link, actor));
            return now.isPresent();
        });
    }

    private void confirm(Transaction tx, Waiting waiting, String actor) {
        users.confirmLink(tx, waiting.user(), actor, waiting.link(), waiting.issuer());
    }

    /**
     * Confirms all links that wait, some in each transaction.
     *
     * @param idp as it was when somebody decided
     * @param whose which users' links
     * @return how many
     */
    public int confirmAll(Stored<IdentityProvider> idp, Predicate<Stored<User>> whose, String actor) {
        int confirmed = 0;
        Some some = new Some(List.of(), "");
        do {
            String after = some.next();
            some = store.write(tx -> confirmSome(tx, idp, whose, after, actor));
            confirmed += some.links().size();
        } while (!some.next().isEmpty());
        return confirmed;
    }

    /** A user may have several accounts there, so each is read anew. */
    private Some confirmSome(
            Transaction tx, Stored<IdentityProvider> idp, Predicate<Stored<User>> whose, String after, String actor) {
        Some some = waiting(tx.sql(), idp, whose, after, STEP);
        for (Waiting waiting : some.links()) {
            users.find(tx.sql(), idp.stream().instance(), waiting.user().id())
                    .flatMap(user -> waiting(user, idp.id(), waiting.link().externalUserId(), waiting.issuer()))
                    .ifPresent(link -> confirm(tx, link, actor));
        }
        return some;
    }
}
