package dev.ostiary.federation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.rule.ClaimRule.Comparison;
import dev.ostiary.federation.rule.ClaimRule.Condition;
import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.store.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for all rules, all claims, and all roles that somebody has. */
class VerdictProperties {
    private static final List<Role> ROLES = List.of(
            new Role("acme", "shop", "", "admin"),
            new Role("acme", "shop", "", "reader"),
            new Role("beta", "shop", "grant", "reader"),
            Role.inOrganization("acme", "ORG_OWNER"));

    @Provide
    Arbitrary<List<ClaimRule>> rules() {
        Arbitrary<List<String>> claim =
                Arbitraries.of("a", "b", "c").list().ofMinSize(1).ofMaxSize(2);
        Arbitrary<Condition> condition = Combinators.combine(
                        Arbitraries.of(Comparison.class), Arbitraries.of("x", "y", ""), Arbitraries.of(true, false))
                .as(Condition::new);
        Arbitrary<ClaimRule> rule = Combinators.combine(
                        claim, condition, Arbitraries.integers().between(0, 2), Arbitraries.of(ROLES))
                .as((path, when, kind, role) -> new ClaimRule(
                        path,
                        when,
                        kind == 0 ? Field.NICK_NAME : null,
                        kind == 1 ? "note" : null,
                        kind == 2 ? role : null));
        return rule.list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> claims() {
        Arbitrary<Object> leaf = Arbitraries.of("x", "y", "xy", "", 1, true);
        Arbitrary<Object> value =
                Arbitraries.oneOf(leaf, leaf.list().ofMaxSize(3).map(list -> (Object) list), leaf.map(inner ->
                        (Object) Map.of("a", inner, "x", 2)));
        return Arbitraries.oneOf(
                Arbitraries.maps(Arbitraries.of("a", "b", "c"), value).map(Json::write),
                Arbitraries.of("", "null", "[]", "\"x\"", "{\"a\":"));
    }

    @Provide
    Arbitrary<Set<Role>> some() {
        return Arbitraries.of(ROLES).set();
    }

    private static Verdict verdict(List<ClaimRule> rules, String claims) {
        return Verdict.of(new ClaimRuleSet("i", rules), "i", claims);
    }

    @Property
    void everyRuleHasItsFindingAndNothingIsSaidWithoutOneThatHolds(
            @ForAll("rules") List<ClaimRule> rules, @ForAll("claims") String claims) {
        Verdict verdict = verdict(rules, claims);

        assertThat(verdict.findings()).hasSameSizeAs(rules);
        long said = verdict.profile().size()
                + verdict.metadata().size()
                + verdict.roles().size();
        assertThat(verdict.findings().stream().filter(Finding::holds).count()).isGreaterThanOrEqualTo(said);
    }

    @Property
    void withoutRulesNothingIsSaid(@ForAll("claims") String claims) {
        assertThat(verdict(List.of(), claims)).isEqualTo(Verdict.NOTHING);
    }

    @Property
    void theOrderOfRulesDoesNotMatterToRoles(
            @ForAll("rules") List<ClaimRule> rules, @ForAll("claims") String claims, @ForAll long seed) {
        List<ClaimRule> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(verdict(shuffled, claims).roles().keySet())
                .isEqualTo(verdict(rules, claims).roles().keySet());
    }

    @Property
    void aRuleMoreTakesNothingAway(@ForAll("rules") List<ClaimRule> rules, @ForAll("claims") String claims) {
        Verdict all = verdict(rules, claims);
        Verdict fewer = verdict(rules.subList(0, rules.size() / 2), claims);

        assertThat(all.profile()).containsAllEntriesOf(fewer.profile());
        assertThat(all.metadata()).containsAllEntriesOf(fewer.metadata());
        assertThat(all.roles()).containsAllEntriesOf(fewer.roles());
    }

    @Property
    void aPlanGivesWhatIsWantedAndTakesOnlyWhatRulesGave(
            @ForAll("some") Set<Role> wanted,
            @ForAll("some") Set<Role> has,
            @ForAll("some") Set<Role> claimed,
            @ForAll("some") Set<Role> elsewhere) {
        RolePlan plan = RolePlan.of(wanted, has, claimed, elsewhere);

        Set<Role> after = after(plan, has);
        assertThat(after).containsAll(wanted);
        Set<Role> byHand = new HashSet<>(has);
        byHand.removeAll(claimed);
        assertThat(after).containsAll(byHand);
        Set<Role> stillElsewhere = new HashSet<>(has);
        stillElsewhere.retainAll(elsewhere);
        assertThat(after).containsAll(stillElsewhere);
        Set<Role> more = new HashSet<>(after);
        more.removeAll(has);
        assertThat(wanted).containsAll(more);
        assertThat(plan.claimed()).isSubsetOf(wanted);
    }

    @Property
    void aSecondSignInChangesNothing(
            @ForAll("some") Set<Role> wanted, @ForAll("some") Set<Role> has, @ForAll("some") Set<Role> claimed) {
        RolePlan first = RolePlan.of(wanted, has, claimed, Set.of());
        RolePlan second = RolePlan.of(wanted, after(first, has), first.claimed(), Set.of());

        assertThat(second.given()).isEmpty();
        assertThat(second.taken()).isEmpty();
        assertThat(second.claimed()).isEqualTo(first.claimed());
    }

    private static Set<Role> after(RolePlan plan, Set<Role> has) {
        Set<Role> after = new HashSet<>(has);
        after.addAll(plan.given());
        plan.taken().forEach(after::remove);
        return after;
    }
}
