package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.rule.ClaimRuleSet;
import dev.ostiary.federation.rule.ClaimRules;
import dev.ostiary.federation.rule.ClaimedRoles;
import dev.ostiary.federation.rule.Claiming;
import dev.ostiary.federation.rule.Finding;
import dev.ostiary.federation.rule.Verdict;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.Users;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Applies the claim rules of providers to sign-ins. No rule makes a sign-in fail: what can't be done is in its log. */
final class Rulings {
    private final ClaimRules rules;
    private final ClaimedRoles roles;
    private final Users users;

    Rulings(Claiming claiming, Users users) {
        this.rules = claiming.rules();
        this.roles = claiming.roles();
        this.users = users;
    }

    /** Looks at a person, before the transaction that ends the sign-in. */
    Ruled of(String instance, String idp, ExternalIdentity identity) {
        return ruled(rules.of(instance, idp), identity);
    }

    /** Looks at a person within the transaction. */
    Ruled within(Handle sql, String instance, String idp, ExternalIdentity identity) {
        return ruled(rules.within(sql, instance, idp), identity);
    }

    private static Ruled ruled(Optional<ClaimRuleSet> set, ExternalIdentity identity) {
        return set.map(found -> Verdict.of(found, identity.issuer(), identity.claimsForRules()))
                .map(verdict -> new Ruled(identity.with(verdict), verdict))
                .orElseGet(() -> new Ruled(identity, null));
    }

    /** Brings the user in line, in the transaction that ends the sign-in. Nothing is written when nothing changes. */
    Stored<User> apply(Transaction tx, Stored<IdentityProvider> idp, Stored<User> user, Ruled ruled, StepLog log) {
        Verdict verdict = ruled.verdict();
        if (verdict == null) {
            return user;
        }
        Stored<User> named = named(tx, user, verdict);
        Stored<User> noted = users.setMetadata(
                tx,
                named,
                named.id(),
                verdict.metadata().entrySet().stream()
                        .collect(Collectors.toMap(
                                each -> each.getKey(),
                                each -> Base64.getEncoder()
                                        .encodeToString(each.getValue().value().getBytes(StandardCharsets.UTF_8)))));
        if (!verdict.findings().isEmpty()) {
            log.ok(Stage.DECISION, summary(verdict));
        }
        roles.apply(tx, idp, noted, verdict).forEach(line -> log.ok(Stage.DECISION, line));
        return noted;
    }

    private Stored<User> named(Transaction tx, Stored<User> user, Verdict verdict) {
        Optional<Human> human = user.state().human();
        if (human.isEmpty() || verdict.profile().isEmpty()) {
            return user;
        }
        Profile profile = Provisioning.ruled(human.get().profile(), verdict);
        return users.changeHuman(
                tx, user, user.id(), profile, human.get().email(), human.get().phone());
    }

    /** Why a rule doesn't hold is asked for with the rules' test, and not kept with every sign-in. */
    private static String summary(Verdict verdict) {
        String holding = numbers(verdict, true);
        String others = numbers(verdict, false);
        return "claim rules that hold: " + (holding.isEmpty() ? "none" : holding)
                + (others.isEmpty() ? "" : "; that do nothing: " + others);
    }

    private static String numbers(Verdict verdict, boolean hold) {
        return verdict.findings().stream()
                .filter(finding -> finding.holds() == hold)
                .map(Finding::rule)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
