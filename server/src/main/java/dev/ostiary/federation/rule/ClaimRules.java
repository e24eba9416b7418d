package dev.ostiary.federation.rule;

import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of the rules that providers have. */
public final class ClaimRules {
    static final String TYPE = "claim_rules";
    private static final ClaimRuleTable TABLE = new ClaimRuleTable();

    public static final StreamKind<ClaimRuleSet, ClaimRuleEvent> KIND =
            new StreamKind<>(TYPE, ClaimRuleEvent.TYPES, ClaimRules::evolve, TABLE);

    private final Store store;

    /** Providers whose people sign in at a time, with rules and without. */
    private final Known<String, Optional<ClaimRuleSet>> known;

    public ClaimRules(Store store) {
        this.store = store;
        this.known = new Known<>(store, 10_000, Set.of(TYPE));
    }

    static @Nullable ClaimRuleSet evolve(@Nullable ClaimRuleSet state, ClaimRuleEvent event) {
        return switch (event) {
            case ClaimRuleEvent.Set set -> new ClaimRuleSet(set.issuer(), set.rules());
            case ClaimRuleEvent.Removed removed -> null;
        };
    }

    /** Returns the rules of a provider, without a query once they are known; empty when it never had any. Not within a transaction. */
    public Optional<ClaimRuleSet> of(String instance, String idp) {
        return known.of(instance, idp, () -> store.read(sql -> read(sql, instance, idp)));
    }

    /** Like {@link #of}, within a transaction. */
    public Optional<ClaimRuleSet> within(Handle sql, String instance, String idp) {
        return known.find(instance, idp).orElseGet(() -> read(sql, instance, idp));
    }

    private static Optional<ClaimRuleSet> read(Handle sql, String instance, String idp) {
        return TABLE.find(sql, instance, idp).map(Stored::state);
    }

    Optional<Stored<ClaimRuleSet>> find(Handle sql, String instance, String idp) {
        return TABLE.find(sql, instance, idp);
    }

    /**
     * Replaces the rules of a provider. Nothing is written when they stay the same.
     *
     * @param idp as it is in this transaction
     * @param notTheirs those of the rules that give what the caller may not give: they must be there already
     */
    public Stored<ClaimRuleSet> set(
            Transaction tx,
            Stored<IdentityProvider> idp,
            String actor,
            List<ClaimRule> rules,
            Collection<ClaimRule> notTheirs) {
        String instance = idp.stream().instance();
        Stored<ClaimRuleSet> before = find(tx.sql(), instance, idp.id()).orElse(null);
        ClaimRuleSet after = new ClaimRuleSet(idp.state().config().issuer(), rules);
        requireThere(before, after.issuer(), notTheirs);
        boolean same = before != null && before.state().equals(after);
        return tx.record(
                KIND,
                KIND.stream(instance, idp.id(), idp.owner()),
                before,
                actor,
                same ? List.of() : List.of(new ClaimRuleEvent.Set(after.issuer(), after.rules())));
    }

    /**
     * Refuses rules that the caller may not set, unless they are set, for the same issuer.
     *
     * @throws Problem when there are any
     */
    static void requireThere(@Nullable Stored<ClaimRuleSet> before, String issuer, Collection<ClaimRule> notTheirs) {
        boolean there = notTheirs.isEmpty()
                || before != null
                        && before.state().issuer().equals(issuer)
                        && before.state().rules().containsAll(notTheirs);
        if (!there) {
            throw Problem.denied("RULE-Nr3gv", "A rule gives a role that the caller may not give by hand");
        }
    }

    /** Takes along the rules of a provider that is being removed. */
    public void removeOf(Transaction tx, Stored<IdentityProvider> idp, String actor) {
        find(tx.sql(), idp.stream().instance(), idp.id())
                .ifPresent(
                        rules -> tx.record(KIND, rules.stream(), rules, actor, List.of(new ClaimRuleEvent.Removed())));
    }
}
