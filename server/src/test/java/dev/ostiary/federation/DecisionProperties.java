package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.Decision.AskToLinkOrCreate;
import dev.ostiary.federation.Decision.Create;
import dev.ostiary.federation.Decision.LinkTo;
import dev.ostiary.federation.Decision.SignIn;
import dev.ostiary.federation.Situation.Account;
import dev.ostiary.federation.Situation.Link;
import dev.ostiary.federation.Situation.Status;
import dev.ostiary.federation.Situation.Target;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds in every situation. */
class DecisionProperties {
    private static final List<String> ORGANIZATIONS = List.of("one", "two");

    @Provide
    Arbitrary<Situation> situations() {
        Arbitrary<String> maybeOrganization = Arbitraries.of("", "one", "two");
        return Combinators.combine(
                        options(),
                        maybeOrganization,
                        maybeOrganization,
                        identities(),
                        links().injectNull(0.5),
                        accounts().list().ofMaxSize(3).uniqueElements(Account::userId),
                        targets())
                .as(Situation::new);
    }

    private static Arbitrary<Options> options() {
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(either, either, either, either, Arbitraries.of(AutoLinking.class))
                .as(Options::new);
    }

    private static Arbitrary<ExternalIdentity> identities() {
        return Combinators.combine(
                        Arbitraries.of("", "alice", "bob"),
                        Arbitraries.of("", "Alice"),
                        Arbitraries.of("", "alice@acme.test", "bob@acme.test"),
                        Arbitraries.of(true, false))
                .as(DecisionTest::identity);
    }

    private static Arbitrary<Link> links() {
        return Combinators.combine(accounts(), Arbitraries.of("", "https://op.example", "https://old.example"))
                .as(Link::new);
    }

    private static Arbitrary<Account> accounts() {
        return Combinators.combine(
                        Arbitraries.of("alice", "bob"),
                        Arbitraries.of(ORGANIZATIONS),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Status.class),
                        Arbitraries.of(true, false))
                .as((name, organization, verified, status, offered) -> new Account(
                        name + "-" + organization, organization, name, name + "@acme.test", verified, status, offered));
    }

    private static Arbitrary<Target> targets() {
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(Arbitraries.of(ORGANIZATIONS), either, either, either)
                .as(Target::new);
    }

    @Property(tries = 5000)
    void anOrganizationsProviderTouchesNobodyElse(@ForAll("situations") Situation situation) {
        String owner = situation.providerOrganization();
        assertThat(organizationTouched(situation))
                .as("organization touched in %s", situation)
                .allMatch(touched -> owner.isEmpty() || touched.equals(owner));
    }

    @Property(tries = 5000)
    void aSignInForAnOrganizationEndsThere(@ForAll("situations") Situation situation) {
        String requested = situation.requestedOrganization();
        assertThat(organizationTouched(situation))
                .allMatch(touched -> requested.isEmpty() || touched.equals(requested));
    }

    @Property(tries = 5000)
    void whoGetsInIsAnActivePersonWhosePolicyOffersTheProvider(@ForAll("situations") Situation situation) {
        assertThat(accountsThatGetIn(situation)).allMatch(a -> a.status() == Status.ACTIVE && a.offered());
    }

    @Property(tries = 5000)
    void anUnverifiedAddressNeverLinks(@ForAll("situations") Situation situation) {
        boolean byEmail = situation.options().autoLinking() == AutoLinking.EMAIL;
        if (byEmail && Decision.decide(situation) instanceof LinkTo) {
            assertThat(situation.identity().emailVerified()).isTrue();
            assertThat(accountsThatGetIn(situation)).allMatch(Account::emailVerified);
        }
    }

    @Property(tries = 5000)
    void nothingIsAskedThatTheOptionsForbid(@ForAll("situations") Situation situation) {
        if (Decision.decide(situation) instanceof AskToLinkOrCreate asked) {
            assertThat(asked.mayLink()).isEqualTo(situation.options().linkingAllowed());
            assertThat(asked.mayCreate()).isEqualTo(situation.options().creationAllowed());
            assertThat(asked.mayLink() || asked.mayCreate()).isTrue();
        }
    }

    @Property(tries = 5000)
    void nobodyIsCreatedWithoutTheSwitchOrWithoutAName(@ForAll("situations") Situation situation) {
        if (Decision.decide(situation) instanceof Create) {
            assertThat(situation.options().autoCreation()).isTrue();
            assertThat(situation.identity().isComplete()).isTrue();
            assertThat(situation.whereToCreate().userNameTaken()).isFalse();
        }
    }

    @Property(tries = 5000)
    void anExistingLinkIsNeverReplaced(@ForAll("situations") Situation situation) {
        if (situation.linked() != null) {
            assertThat(Decision.decide(situation))
                    .isNotInstanceOfAny(LinkTo.class, Create.class, AskToLinkOrCreate.class);
        }
    }

    private static List<String> organizationTouched(Situation situation) {
        return switch (Decision.decide(situation)) {
            case Create create -> List.of(create.organization());
            case AskToLinkOrCreate ask -> List.of(ask.organization());
            default ->
                accountsThatGetIn(situation).stream().map(Account::organization).toList();
        };
    }

    private static List<Account> accountsThatGetIn(Situation situation) {
        return switch (Decision.decide(situation)) {
            case SignIn in -> List.of(Objects.requireNonNull(situation.linked()).account());
            case LinkTo link ->
                situation.candidates().stream()
                        .filter(a -> a.userId().equals(link.userId()))
                        .filter(a -> situation.concerns(a.organization()))
                        .toList();
            default -> List.of();
        };
    }
}
