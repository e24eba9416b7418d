package dev.ostiary.federation.rule;

import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gives and takes the roles that rules give, and remembers which ones: what was given by hand is never taken. */
public final class ClaimedRoles {
    static final String TYPE = "claimed_roles";
    private static final ClaimedTable TABLE = new ClaimedTable();

    public static final StreamKind<Claimed, ClaimedEvent> KIND =
            new StreamKind<>(TYPE, ClaimedEvent.TYPES, ClaimedRoles::evolve, TABLE);

    /** Who is written down as the one who gives: rules, and nobody. */
    private static final String NOBODY = "";

    private final RoleGiver giver;

    public ClaimedRoles(RoleGiver giver) {
        this.giver = giver;
    }

    static @Nullable Claimed evolve(@Nullable Claimed state, ClaimedEvent event) {
        return switch (event) {
            case ClaimedEvent.Changed changed -> new Claimed(changed.idp(), changed.userId(), changed.roles());
            case ClaimedEvent.Removed removed -> null;
        };
    }

    /**
     * What would happen to a user's roles.
     *
     * @param refused roles that rules give and nobody can, each with the reason
     */
    record Forecast(RolePlan plan, Map<Role, Problem> refused) {}

    /** Says what a verdict would do, and does nothing. */
    Forecast forecast(Handle sql, String instance, String idp, String userId, Verdict verdict) {
        return forecast(sql, instance, idp, userId, TABLE.ofUser(sql, instance, userId), verdict);
    }

    private Forecast forecast(
            Handle sql, String instance, String idp, String userId, List<Stored<Claimed>> claimed, Verdict verdict) {
        Map<Role, Problem> refused = verdict.roles().keySet().stream()
                .flatMap(role ->
                        giver.obstacle(sql, instance, userId, role).stream().map(problem -> Map.entry(role, problem)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<Role> wanted = verdict.roles().keySet().stream()
                .filter(role -> !refused.containsKey(role))
                .toList();
        List<Role> here =
                roles(claimed.stream().filter(each -> each.state().idp().equals(idp)));
        List<Role> elsewhere =
                roles(claimed.stream().filter(each -> !each.state().idp().equals(idp)));
        Set<Role> has = wanted.isEmpty() && here.isEmpty() ? Set.of() : giver.of(sql, instance, userId);
        return new Forecast(RolePlan.of(wanted, has, here, elsewhere), refused);
    }

    private static List<Role> roles(Stream<Stored<Claimed>> claimed) {
        return claimed.flatMap(each -> each.state().roles().stream()).toList();
    }

    /**
     * Gives the user of a sign-in what the rules give, and takes away what they gave before and don't any more. Nothing is written when
     * nothing changes.
     *
     * @return what was done and what could not be, for the log of the sign-in
     */
    public List<String> apply(Transaction tx, Stored<IdentityProvider> idp, Stored<User> user, Verdict verdict) {
        String instance = idp.stream().instance();
        List<Stored<Claimed>> all = TABLE.ofUser(tx.sql(), instance, user.id());
        Forecast forecast = forecast(tx.sql(), instance, idp.id(), user.id(), all, verdict);
        RolePlan plan = forecast.plan();
        List<String> log = new ArrayList<>();
        plan.given().forEach(role -> {
            giver.give(tx, instance, user.id(), role, NOBODY);
            log.add("claim rule " + verdict.roles().get(role) + " gives " + role.text());
        });
        plan.taken().forEach(role -> {
            giver.take(tx, instance, user.id(), role, NOBODY);
            log.add("no claim rule gives " + role.text() + " any more: it is taken away");
        });
        forecast.refused()
                .forEach((role, problem) -> log.add("claim rule "
                        + verdict.roles().get(role) + " can't give " + role.text() + ": " + problem.key()));
        remember(tx, idp, user, all, plan.claimed());
        return log;
    }

    private static void remember(
            Transaction tx,
            Stored<IdentityProvider> idp,
            Stored<User> user,
            List<Stored<Claimed>> all,
            List<Role> roles) {
        Optional<Stored<Claimed>> before =
                all.stream().filter(each -> each.state().idp().equals(idp.id())).findFirst();
        if (before.map(each -> each.state().roles()).orElse(List.of()).equals(roles)) {
            return;
        }
        ClaimedEvent event =
                roles.isEmpty() ? new ClaimedEvent.Removed() : new ClaimedEvent.Changed(idp.id(), user.id(), roles);
        tx.record(
                KIND,
                KIND.stream(idp.stream().instance(), idp.id() + "/" + user.id(), user.owner()),
                before.orElse(null),
                NOBODY,
                List.of(event));
    }

    /** Forgets what a user who is being removed had. The roles go by themselves. */
    public void removeOf(Transaction tx, Stored<User> user, String actor) {
        TABLE.ofUser(tx.sql(), user.stream().instance(), user.id()).forEach(claimed -> forget(tx, claimed, actor));
    }

    /** Takes away what the rules of a provider that is being removed gave. */
    public void removeAllOf(Transaction tx, Stored<IdentityProvider> idp, String actor) {
        String instance = idp.stream().instance();
        List<Stored<Claimed>> some = TABLE.someOfProvider(tx.sql(), instance, idp.id());
        while (!some.isEmpty()) {
            some.forEach(claimed -> {
                String user = claimed.state().userId();
                forecast(tx.sql(), instance, idp.id(), user, Verdict.NOTHING)
                        .plan()
                        .taken()
                        .forEach(role -> giver.take(tx, instance, user, role, actor));
                forget(tx, claimed, actor);
            });
            some = TABLE.someOfProvider(tx.sql(), instance, idp.id());
        }
    }

    private static void forget(Transaction tx, Stored<Claimed> claimed, String actor) {
        tx.record(KIND, claimed.stream(), claimed, actor, List.of(new ClaimedEvent.Removed()));
    }
}
