package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People say who they are, and come to the sign-in of their organization. */
@ExtendWith(World.Shared.class)
class DiscoveryTest {
    private static final int MANY = 40;

    private final World world;
    private final NodeParty party;
    private final NodeParty otherParty;
    private final Tenant acme;
    private final Tenant other;

    DiscoveryTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.otherParty = world.providerWithIdTokenClaims();
        this.acme = Tenant.create(world);
        this.other = Tenant.create(world);
    }

    @Test
    void theDomainOfWhatPeopleTypeLeadsToTheirOrganizationsProvider() {
        String acmeDomain = federated(acme, party);
        String otherDomain = federated(other, otherParty);
        try (Person person = Person.of(world)) {
            arrive(person).enterLoginName("new@" + acmeDomain);
            isAt(person, party, "new@" + acmeDomain);
            arrive(person).enterLoginName("x@" + otherDomain.toUpperCase(Locale.ROOT));
            isAt(person, otherParty, "x@" + otherDomain.toUpperCase(Locale.ROOT));
            arrive(person).enterLoginName("x@unknown.example").see("Enter your password");
        }
    }

    @Test
    void aLoginHintIsEnough() {
        String domain = federated(acme, party);
        try (Person person = Person.of(world)) {
            person.open(acme.signInFor("") + "&login_hint=new@" + domain);
            isAt(person, party, "new@" + domain);
        }
    }

    @Test
    void whoComesBackIsOfferedTheProviderThatWasLastUsed() {
        String domain = federated(acme, party);
        Account ada = Account.of(party, "Ada", "Lovelace");
        try (Person person = Person.of(world)) {
            arrive(person).enterLoginName("new@" + domain);
            String subject = person.signInThere(ada).subject();
            person.open(acme.signInFor("") + "&prompt=login").see("Sign in");
            assertThat(person.page().getByText("Last used")).isVisible();
            person.picture("last-used");
            person.page().locator("a.provider").click();
            assertThat(person.signInThere(ada).subject()).isEqualTo(subject);

            person.open(acme.signInFor("") + "&prompt=select_account").see("Choose an account");
            link(person, "Use another account").click();
            person.see("Sign in");
            assertThat(person.page().getByText("Last used")).hasCount(0);
        }
    }

    @Test
    void manyProvidersAreSearchedAndPaged() {
        Provider[] many = IntStream.range(0, MANY)
                .mapToObj(n -> acme.provider(
                        party.origin(), Options.autoCreation(), Json.object("name", "Faculty %02d".formatted(n))))
                .toArray(Provider[]::new);
        acme.offer(many);
        NewContextOptions phone = new NewContextOptions()
                .setLocale("de-DE")
                .setViewportSize(320, 640)
                .setColorScheme(ColorScheme.DARK);
        try (Person person = Person.of(world);
                Person narrow = Person.of(world, phone)) {
            person.open(acme.signIn()).see("Sign in").picture("many-providers");
            assertThat(person.page().locator("a.provider")).hasCount(8);
            link(person, "More").click();
            assertThat(person.choice(many[8])).isVisible();
            person.picture("many-providers-second-page");
            link(person, "Back").click();
            assertThat(person.choice(many[0])).isVisible();
            person.page().getByLabel("Find your organization’s sign-in").fill("nobody");
            person.click("Search");
            assertThat(person.page().getByRole(AriaRole.STATUS)).containsText("Nothing by this name");
            person.picture("many-providers-nothing-found");
            person.page().getByLabel("Find your organization’s sign-in").fill("TY 37");
            person.page().keyboard().press("Enter");
            assertThat(person.page().locator("a.provider")).hasCount(1);
            person.continueWith(many[37]).signInThere(Account.of(party, "Emmy", "Noether"));
            assertThat(person.subject()).isNotEmpty();

            narrow.open(acme.signIn()).see("Anmelden").picture("many-providers-phone-dark-german");
            assertThat(((Number)
                                    narrow.page()
                                            .evaluate(
                                                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                            .intValue())
                    .isLessThanOrEqualTo(0);
        }
    }

    /** Gives an organization a domain, and one provider instead of passwords; returns the domain. */
    private static String federated(Tenant tenant, NodeParty at) {
        String domain = tenant.name() + ".example";
        tenant.api()
                .post("/management/v1/orgs/me/domains", Json.object("domain", domain))
                .ok();
        Provider provider = tenant.provider(at.origin(), Options.autoCreation());
        tenant.policy(Json.object(
                "allowUsernamePassword",
                false,
                "allowDomainDiscovery",
                true,
                "idps",
                Json.array(Json.object("idpId", provider.id(), "ownerType", provider.ownerType()))));
        return domain;
    }

    /** The person comes from an application that doesn't say for whom it is. */
    private Person arrive(Person person) {
        return person.open(acme.signInFor("")).see("Sign in");
    }

    private static void isAt(Person person, NodeParty at, String hint) {
        assertThat(person.page().getByLabel("Account")).hasValue(hint);
        assertThat(person.page().url()).startsWith(at.origin().toString());
    }

    private static Locator link(Person person, String text) {
        return person.page()
                .getByRole(AriaRole.LINK, new GetByRoleOptions().setName(text).setExact(true));
    }
}
