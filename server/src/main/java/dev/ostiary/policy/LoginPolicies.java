package dev.ostiary.policy;

import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.policy.LoginPolicyEvent.Added;
import dev.ostiary.policy.LoginPolicyEvent.Changed;
import dev.ostiary.policy.LoginPolicyEvent.IdpAdded;
import dev.ostiary.policy.LoginPolicyEvent.IdpCascadeRemoved;
import dev.ostiary.policy.LoginPolicyEvent.IdpRemoved;
import dev.ostiary.policy.LoginPolicyEvent.Removed;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of login policies. */
public final class LoginPolicies {
    static final String TYPE = "login_policy";
    private static final LoginPolicyTable TABLE = new LoginPolicyTable();
    public static final StreamKind<LoginPolicy, LoginPolicyEvent> KIND =
            new StreamKind<>(TYPE, LoginPolicyEvent.TYPES, LoginPolicies::evolve, TABLE);

    private static final int MOST_KNOWN = 5_000;

    private final Store store;
    private final Known<String, Counting> known;
    private final Known<Offer, Boolean> offers;

    public LoginPolicies(Store store) {
        this.store = store;
        this.known = new Known<>(store, MOST_KNOWN, Set.of(TYPE));
        this.offers = new Known<>(store, MOST_KNOWN, Set.of(TYPE));
    }

    /** A provider that may be offered to the people of an organization; to everybody where that is empty. */
    private record Offer(String organization, String idp) {}

    static @Nullable LoginPolicy evolve(@Nullable LoginPolicy state, LoginPolicyEvent event) {
        if (event instanceof Added added) {
            return added.policy();
        }
        if (state == null) {
            throw new IllegalStateException(event.getClass() + " before it was added");
        }
        return switch (event) {
            case Added added -> added.policy();
            case Changed changed -> state.with(changed.settings());
            case IdpAdded added -> state.plusIdp(added.idpConfigId());
            case IdpRemoved removed -> state.minusIdps(Set.of(removed.idpConfigId()));
            case IdpCascadeRemoved removed -> state.minusIdps(Set.of(removed.idpConfigId()));
            case Removed removed -> null;
        };
    }

    /** Adds the policy of an instance or an organization. */
    public Stored<LoginPolicy> add(Transaction tx, String instance, String owner, String actor, LoginPolicy policy) {
        if (!isRedirectUri(policy.settings().defaultRedirectUri())) {
            throw Problem.invalid("Org-WSfdq", "Errors.Org.LoginPolicy.RedirectURIInvalid");
        }
        if (TABLE.find(tx.sql(), instance, owner).isPresent()) {
            throw Problem.exists("Org-Dgfb2", "Errors.Org.LoginPolicy.AlreadyExists");
        }
        return tx.record(KIND, KIND.stream(instance, owner, owner), null, actor, List.of(new Added(policy)));
    }

    Stored<LoginPolicy> change(
            Transaction tx, Level level, String instance, String owner, String actor, Settings settings) {
        boolean ofInstance = level == Level.INSTANCE;
        if (!isRedirectUri(settings.defaultRedirectUri())) {
            throw ofInstance
                    ? Problem.invalid("IAM-SFdqd", "Errors.IAM.LoginPolicy.RedirectURIInvalid")
                    : Problem.invalid("Org-Sfd21", "Errors.Org.LoginPolicy.RedirectURIInvalid");
        }
        Stored<LoginPolicy> policy =
                existing(tx.sql(), instance, owner, ofInstance ? "INSTANCE-M0sif" : "Org-M0sif", level);
        if (policy.state().settings().equals(settings)) {
            throw ofInstance
                    ? Problem.precondition("INSTANCE-5M9vdd", "Errors.IAM.LoginPolicy.NotChanged")
                    : Problem.precondition("Org-5M9vdd", "Errors.Org.LoginPolicy.NotChanged");
        }
        return tx.record(KIND, policy.stream(), policy, actor, List.of(new Changed(settings)));
    }

    /** Removes an organization's own policy: the instance's counts again. */
    Stored<LoginPolicy> remove(Transaction tx, String instance, String owner, String actor) {
        Stored<LoginPolicy> policy = existing(tx.sql(), instance, owner, "Org-GHB37", Level.ORGANIZATION);
        return tx.record(KIND, policy.stream(), policy, actor, List.of(new Removed()));
    }

    /** Removes the policy of an organization that is being removed, if it has one of its own. */
    public void removeOf(Transaction tx, String instance, String owner, String actor) {
        TABLE.find(tx.sql(), instance, owner)
                .ifPresent(policy -> tx.record(KIND, policy.stream(), policy, actor, List.of(new Removed())));
    }

    /** Finds the own policy of an instance or an organization, to which a provider is to be added. */
    Stored<LoginPolicy> toOffer(Handle sql, Level level, String instance, String owner) {
        return existing(sql, instance, owner, level == Level.INSTANCE ? "INSTANCE-GVDfe" : "Org-Ffgw2", level);
    }

    /** Offers a provider. That it exists is for the caller to check. */
    Stored<LoginPolicy> addIdp(Transaction tx, Level level, Stored<LoginPolicy> policy, String actor, String idp) {
        if (policy.state().idps().contains(idp)) {
            throw level == Level.INSTANCE
                    ? Problem.exists("INSTANCE-2B0ps", "Errors.IAM.LoginPolicy.IDP.AlreadyExists")
                    : Problem.exists("Org-2B0ps", "Errors.Org.LoginPolicy.IDP.AlreadyExists");
        }
        return tx.record(KIND, policy.stream(), policy, actor, List.of(new IdpAdded(idp)));
    }

    Stored<LoginPolicy> removeIdp(
            Transaction tx, Level level, String instance, String owner, String actor, String idp) {
        boolean ofInstance = level == Level.INSTANCE;
        Stored<LoginPolicy> policy =
                existing(tx.sql(), instance, owner, ofInstance ? "INSTANCE-Dfg4t" : "Org-GVDfe", level);
        if (!policy.state().idps().contains(idp)) {
            throw ofInstance
                    ? Problem.notFound("INSTANCE-39fjs", "Errors.IAM.LoginPolicy.IDP.NotExisting")
                    : Problem.notFound("Org-39fjs", "Errors.Org.LoginPolicy.IDP.NotExisting");
        }
        return tx.record(KIND, policy.stream(), policy, actor, List.of(new IdpRemoved(idp)));
    }

    /** Takes a provider that is being removed out of every policy. */
    public void removeEverywhere(Transaction tx, String instance, String idp, String actor) {
        for (String owner : TABLE.ownersOffering(tx.sql(), instance, idp)) {
            Stored<LoginPolicy> policy = TABLE.find(tx.sql(), instance, owner).orElseThrow();
            tx.record(KIND, policy.stream(), policy, actor, List.of(new IdpCascadeRemoved(idp)));
        }
    }

    private static Stored<LoginPolicy> existing(Handle sql, String instance, String owner, String id, Level level) {
        return TABLE.find(sql, instance, owner)
                .orElseThrow(() -> Problem.notFound(
                        id,
                        level == Level.INSTANCE
                                ? "Errors.IAM.LoginPolicy.NotFound"
                                : "Errors.Org.LoginPolicy.NotFound"));
    }

    /** Finds the policy that an instance or an organization has itself. */
    Optional<Stored<LoginPolicy>> own(Handle sql, String instance, String owner) {
        return TABLE.find(sql, instance, owner);
    }

    /**
     * Returns the policy that counts for an organization: its own, else the instance's.
     *
     * @param organization empty for nobody's in particular
     */
    public Stored<LoginPolicy> effective(Handle sql, String instance, String organization) {
        return (organization.isEmpty()
                        ? Optional.<Stored<LoginPolicy>>empty()
                        : TABLE.find(sql, instance, organization))
                .or(() -> TABLE.find(sql, instance, instance))
                .orElseThrow(() -> new IllegalStateException("an instance without a login policy"));
    }

    /** Tells whether any policy of an instance offers a provider to people. */
    public boolean offeredAnywhere(Handle sql, String instance, String idp) {
        return TABLE.ownersOffering(sql, instance, idp).stream()
                .flatMap(owner -> TABLE.counting(sql, instance, owner, owner).stream())
                .anyMatch(policy -> policy.settings().allowExternalIdp());
    }

    /** Tells whether the policy that counts for an organization offers a provider to people, without reading all that it offers. */
    public boolean offers(Handle sql, String instance, String organization, String idp) {
        Counting policy = counting(sql, instance, organization);
        return policy.settings().allowExternalIdp() && TABLE.offers(sql, instance, policy.owner(), idp);
    }

    /** Like {@link #offers(Handle, String, String, String)} of a provider that exists, outside of transactions, and without a query once it is known. */
    public boolean offers(String instance, String organization, String idp) {
        return offers.of(
                instance,
                new Offer(organization, idp),
                () -> store.read(sql -> offers(sql, instance, organization, idp)));
    }

    /**
     * What counts for the people of an organization, without the providers: there may be thousands.
     *
     * @param owner the organization or instance whose policy it is
     * @param many whether it offers more than a thousand providers
     */
    public record Counting(String owner, Settings settings, boolean many) {}

    /** Like {@link #effective}, without the providers. */
    public Counting counting(Handle sql, String instance, String organization) {
        return TABLE.counting(sql, instance, organization, instance)
                .orElseThrow(() -> new IllegalStateException("an instance without a login policy"));
    }

    /** Like {@link #counting}, outside of transactions, and without a query once it is known. */
    public Counting current(String instance, String organization) {
        return known.of(instance, organization, () -> store.read(sql -> counting(sql, instance, organization)));
    }

    /**
     * Returns which providers a policy offers, as a condition for queries.
     *
     * @param column the one that has the ids of providers
     */
    public Conditions offered(String instance, Counting policy, String column) {
        return policy.settings().allowExternalIdp() ? TABLE.offered(instance, policy, column) : Conditions.of("1 = 0");
    }

    /** Empty, or an absolute URI; http and https need a host. */
    static boolean isRedirectUri(String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return uri.isAbsolute() && (!web || uri.getHost() != null);
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
