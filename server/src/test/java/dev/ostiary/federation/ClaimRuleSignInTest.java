package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.GrantingCalls;
import dev.ostiary.StreamKinds;
import dev.ostiary.access.Member;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.federation.rule.ClaimRule;
import dev.ostiary.federation.rule.ClaimRule.Comparison;
import dev.ostiary.federation.rule.ClaimRule.Condition;
import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.federation.rule.Role;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Calls;
import dev.ostiary.store.Replay;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claim rules at whole sign-ins. */
class ClaimRuleSignInTest extends SignIns {
    private GrantingCalls administrator;
    private String shop;
    private Stored<IdentityProvider> idp;

    @BeforeEach
    void build() {
        Calls calls = new Calls();
        GrantingCalls.register(
                calls, house.store, house.clock, house.projects, house.granting, house.users, house.orgs);
        administrator = new GrantingCalls(calls, house::call);
        shop = administrator.addProject(house.org, "Shop");
        administrator.role(house.org, shop, "admin");
        administrator.role(house.org, shop, "reader");
        idp = offered();
    }

    private Role onShop(String role) {
        return new Role(house.org, shop, "", role);
    }

    private static Condition equalTo(String value) {
        return new Condition(Comparison.EQUALS, value, false);
    }

    private static ClaimRule gives(String group, Role role) {
        return new ClaimRule(List.of("groups"), equalTo(group), null, null, role);
    }

    private void set(ClaimRule... rules) {
        set(idp, rules);
    }

    private void set(Stored<IdentityProvider> provider, ClaimRule... rules) {
        house.store.write(
                tx -> house.claiming.rules().set(tx, house.find(provider.id()), "", List.of(rules), List.of()));
    }

    private Stored<User> signIn(Object groups) {
        return signIn(idp, groups);
    }

    private Stored<User> signIn(Stored<IdentityProvider> provider, Object groups) {
        Map<String, Object> alice = TestProvider.alice();
        alice.put("groups", groups);
        op.person = alice;
        return ((Outcome.SignedIn) house.signIn(op, provider, House.beginning(house.org, ""))).user();
    }

    private List<String> roles(Stored<User> user) {
        return house.store.read(sql -> house.granting.userGrants().ofUser(sql, House.INSTANCE, user.id()).stream()
                .flatMap(grant -> grant.state().roleKeys().stream())
                .sorted()
                .toList());
    }

    private List<Member> memberships(Stored<User> user) {
        return house.store.read(sql -> house.members.allOfUser(sql, House.INSTANCE, user.id()).stream()
                .map(Stored::state)
                .toList());
    }

    private long events() {
        return house.count("select count(*) from events where stream_type <> 'idpintent'");
    }

    private String lastLog() {
        return house.attempts().getLast().log().toString();
    }

    @Test
    void aGroupGivesARoleAndItsEndTakesItAway() {
        set(gives("admins", onShop("admin")), gives("all", Role.inOrganization(house.org, "ORG_USER_MANAGER")));

        Stored<User> alice = signIn(List.of("all", "admins"));
        assertThat(roles(alice)).containsExactly("admin");
        assertThat(memberships(alice)).containsExactly(new Member(alice.id(), List.of("ORG_USER_MANAGER")));
        assertThat(lastLog())
                .contains("claim rules that hold: 1, 2")
                .contains("claim rule 1 gives the role admin on project " + shop);

        signIn(List.of("all"));
        assertThat(roles(alice)).isEmpty();
        assertThat(memberships(alice)).hasSize(1);
        assertThat(lastLog()).contains("no claim rule gives the role admin on project " + shop + " any more");

        signIn(List.of());
        assertThat(memberships(alice)).isEmpty();
    }

    @Test
    void aGroupCountsWhereItIsInTheIdTokenOnly() {
        set(gives("admins", onShop("admin")), gives("readers", onShop("reader")));
        op.idToken = token -> token.claim("groups", List.of("admins"));
        op.person = TestProvider.alice();
        Outcome.SignedIn signedIn = (Outcome.SignedIn) house.signIn(op, idp, House.beginning(house.org, ""));

        assertThat(roles(signedIn.user())).containsExactly("admin");
        assertThat(lastLog()).contains("HTTP 200").contains("claim rules that hold: 1; that do nothing: 2");

        Stored<User> alice = signIn(List.of("readers"));
        assertThat(roles(alice)).containsExactly("reader");
    }

    @Test
    void whatWasGivenByHandStays() {
        Stored<User> alice = signIn(List.of());
        administrator.give(house.org, alice.id(), shop, "", "reader");
        set(gives("readers", onShop("reader")), gives("admins", onShop("admin")));

        signIn(List.of("readers", "admins"));
        assertThat(roles(alice)).containsExactly("admin", "reader");

        signIn(List.of());
        assertThat(roles(alice)).containsExactly("reader");
    }

    @Test
    void whenTheRuleGoesSoDoesWhatItGave() {
        set(gives("admins", onShop("admin")));
        Stored<User> alice = signIn(List.of("admins"));

        set();
        signIn(List.of("admins"));

        assertThat(roles(alice)).isEmpty();
    }

    @Test
    void aSecondSignInWritesNothing() {
        set(
                gives("admins", onShop("admin")),
                new ClaimRule(List.of("groups"), Condition.NONE, null, "groups", null),
                new ClaimRule(List.of("email"), Condition.NONE, Field.NICK_NAME, null, null));
        signIn(List.of("admins"));
        long before = events();

        signIn(List.of("admins"));

        assertThat(events()).isEqualTo(before);
    }

    @Test
    void withoutRulesNothingIsWrittenAndNothingLoggedAboutThem() {
        signIn(List.of("admins"));
        long before = events();

        signIn(List.of("admins"));

        assertThat(events()).isEqualTo(before);
        assertThat(lastLog()).doesNotContain("claim rule");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRuleWritesTheProfileWhetherItFollowsTheAccountOrNot(boolean autoUpdate) {
        house.update(
                idp,
                house.provider(op)
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED)
                                        .setIsAutoUpdate(autoUpdate)));
        Stored<User> alice = signIn("Ally");
        set(
                new ClaimRule(List.of("groups"), Condition.NONE, Field.DISPLAY_NAME, null, null),
                new ClaimRule(List.of("groups"), Condition.NONE, null, "team", null));

        signIn("Ally");
        User after = house.user(alice.id()).state();
        assertThat(after.displayName()).isEqualTo("Ally");
        assertThat(after.human().orElseThrow().profile().familyName()).isEqualTo("Doe");
        assertThat(after.human().orElseThrow().email()).isEqualTo(new User.Email("alice@acme.test", true));
        assertThat(after.metadata())
                .containsEntry("team", Base64.getEncoder().encodeToString("Ally".getBytes(StandardCharsets.UTF_8)));
        long before = events();

        signIn("Ally");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void aRuleCompletesWhatTheProviderDoesNotSay() {
        set(new ClaimRule(List.of("groups"), Condition.NONE, Field.GIVEN_NAME, null, null));
        Map<String, Object> nameless = TestProvider.alice();
        nameless.remove("given_name");
        nameless.put("groups", "Alicia");
        op.person = nameless;

        Stored<User> alice = ((Outcome.SignedIn) house.signIn(op, idp)).user();

        assertThat(human(alice).profile().givenName()).isEqualTo("Alicia");
    }

    @Test
    void whoIsAskedGetsTheRolesWhenTheyAreSignedIn() {
        Stored<IdentityProvider> asking = house.add(
                "admin",
                house.provider(op)
                        .setProviderOptions(
                                House.options(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED)));
        house.offer(house.org, asking.id());
        set(asking, gives("admins", onShop("admin")));
        op.idToken = token -> token.claim("groups", List.of("admins"));
        Outcome.AskToLinkOrCreate asked =
                (Outcome.AskToLinkOrCreate) house.signIn(op, asking, House.beginning(house.org, ""));

        assertThat(asked.identity().claims()).contains("alice-there").doesNotContain("groups");
        Outcome created = house.federation()
                .create(house.call, asked.attempt(), House.BROWSER, EditedProfile.of(asked.identity()));

        assertThat(roles(((Outcome.SignedIn) created).user())).containsExactly("admin");
    }

    @Test
    void aRoleThatIsGoneBreaksNoSignIn() {
        set(gives("admins", onShop("none")), gives("admins", onShop("admin")));

        Stored<User> alice = signIn(List.of("admins"));

        assertThat(roles(alice)).containsExactly("admin");
        assertThat(lastLog()).contains("claim rule 1 can't give the role none");
    }

    @Test
    void claimsOfAnyFormBreakNoSignIn() {
        set(gives("admins", onShop("admin")));

        for (Object form : List.of(Map.of("a", List.of()), 7, true, List.of(List.of(Map.of())), "")) {
            assertThat(roles(signIn(form))).isEmpty();
        }
    }

    @Test
    void whoPointsTheProviderElsewhereGetsNoRoles() {
        set(gives("admins", onShop("admin")));
        try (TestProvider other = new TestProvider(house.clock)) {
            house.update(idp, house.provider(other));
            Map<String, Object> mallory = TestProvider.alice();
            mallory.put("groups", List.of("admins"));
            other.person = mallory;

            Outcome outcome = house.signIn(other, house.find(idp.id()));
            assertThat(outcome).as("%s", lastLog()).isInstanceOf(Outcome.SignedIn.class);
            Stored<User> user = ((Outcome.SignedIn) outcome).user();
            assertThat(roles(user)).isEmpty();

            set(gives("admins", onShop("admin")));
            house.signIn(other, house.find(idp.id()));
            assertThat(roles(user)).containsExactly("admin");
        }
    }

    @Test
    void whatTwoProvidersGiveStaysWhileOneOfThemDoes() {
        Stored<IdentityProvider> second = house.add(
                "admin",
                house.provider(op)
                        .setProviderOptions(
                                House.options(false, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL)));
        house.offer(house.org, idp.id(), second.id());
        set(gives("admins", onShop("admin")));
        set(second, gives("admins", onShop("admin")));
        Stored<User> alice = signIn(List.of("admins"));
        assertThat(signIn(second, List.of("admins")).id()).isEqualTo(alice.id());

        signIn(List.of());
        assertThat(roles(alice)).containsExactly("admin");

        signIn(second, List.of());
        assertThat(roles(alice)).isEmpty();
    }

    @Test
    void withTheProviderGoItsRulesAndWhatTheyGave() {
        set(gives("admins", onShop("admin")));
        Stored<User> alice = signIn(List.of("admins"));
        administrator.give(
                house.org, house.person(house.org, "bob", "bob@acme.test").id(), shop, "", "admin");

        house.remove(idp);

        assertThat(roles(alice)).isEmpty();
        assertThat(house.count("select count(*) from claim_rules")).isZero();
        assertThat(house.count("select count(*) from claimed_roles")).isZero();
        assertThat(house.count("select count(*) from user_grants")).isEqualTo(1);
    }

    @Test
    void theTablesTellWhatTheEventsTell() {
        set(gives("admins", onShop("admin")));
        signIn(List.of("admins"));
        set(gives("admins", onShop("reader")), gives("admins", Role.inOrganization(house.org, "ORG_OWNER")));
        signIn(List.of("admins"));

        Replay.Result replayed =
                house.store.read(sql -> new Replay(StreamKinds.ALL, StreamKinds.SWEPT).run(sql, House.INSTANCE));
        assertThat(replayed.differences()).isEmpty();
    }
}
