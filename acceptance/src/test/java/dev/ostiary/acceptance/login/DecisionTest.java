package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens with somebody a provider vouches for: the decision table, as people meet it. */
@ExtendWith(World.Shared.class)
class DecisionTest {
    private static final String UNKNOWN = "We don’t know you yet";

    private final World world;
    private final NodeParty party;
    private final Tenant tenant;

    DecisionTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
    }

    private Person arrivesWith(Account account, JsonObject options) {
        Provider provider = tenant.offered(party.origin(), options);
        return arrives(account, provider);
    }

    private Person arrives(Account account, Provider provider) {
        return Person.of(world).open(tenant.signInThrough(provider)).signInThere(account);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void automaticCreationAsksNothingWhateverElseIsAllowed(boolean creation, boolean linking) {
        JsonObject options =
                Json.object("isAutoCreation", true, "isCreationAllowed", creation, "isLinkingAllowed", linking);
        Account account = Account.of(party, "Auto", "Created");
        try (Person person = arrivesWith(account, options)) {
            assertThat(Json.string(tenant.human(person.subject()), "username"))
                    .isEqualTo(account.claim("preferred_username"));
        }
    }

    @Test
    void whereNothingIsAllowedTheErrorPageSaysSoAndLeadsBack() {
        try (Person person = arrivesWith(Account.of(party, "No", "Way"), Options.none())) {
            assertThat(person.failure()).isNotEmpty();
            assertThat(person.picture("error-nothing-allowed").goBack()).isEqualTo("access_denied");
        }
    }

    @Test
    void whereCreationIsAllowedThePersonConfirmsTheirNewAccount() {
        Provider provider = tenant.offered(party.origin(), Options.creation());
        Account account = Account.of(party, "Rosalind", "Franklin");
        String subject;
        try (Person person = arrives(account, provider).see(UNKNOWN).picture("unknown-create")) {
            assertThat(person.button("Link my account")).hasCount(0);
            assertThat(person.page().getByLabel("Given name")).hasValue("Rosalind");
            assertThat(person.page().getByLabel("User name")).hasValue(account.claim("preferred_username"));
            subject = person.click("Create account").subject();
        }
        assertThat(Json.string(tenant.human(subject), "human.profile.familyName"))
                .isEqualTo("Franklin");
        try (Person again = arrives(account, provider)) {
            assertThat(again.subject()).isEqualTo(subject);
        }
    }

    @Test
    void thePersonMayCorrectTheirNameBeforeTheAccountIsCreated() {
        try (Person person = arrivesWith(Account.of(party, "Rosalindd", "Franklin"), Options.creation())) {
            person.page().getByLabel("Given name").fill("Rosalind");
            person.page().getByLabel("User name").fill("rf-" + Tenant.unique());
            String subject = person.click("Create account").subject();
            assertThat(Json.string(tenant.human(subject), "human.profile.givenName"))
                    .isEqualTo("Rosalind");
        }
    }

    @Test
    void aUserNameThatIsTakenIsAskedForAgain() {
        Account account = Account.of(party, "Second", "Comer");
        String first =
                tenant.human(account.claim("preferred_username"), Tenant.verified(Tenant.unique() + "@example.com"));
        try (Person person = arrivesWith(account, Options.creation())) {
            person.click("Create account").see(UNKNOWN).picture("unknown-user-name-taken");
            person.page().getByLabel("User name").fill("other-" + Tenant.unique());
            assertThat(person.click("Create account").subject()).isNotEqualTo(first);
        }
    }

    @Test
    void automaticCreationNeverTakesOverSomebodyElsesUserName() {
        Account account = Account.of(party, "Same", "Name");
        String first = tenant.human(account.claim("preferred_username"), Tenant.verified(account.claim("email")));
        try (Person person = arrivesWith(account, Options.autoCreation())) {
            assertThat(person.page().locator("h1"))
                    .hasText(java.util.regex.Pattern.compile("Signed in|Sign-in didn’t work|" + UNKNOWN));
            if (person.heading("Signed in").isVisible()) {
                assertThat(person.subject()).isNotEqualTo(first);
            }
        }
    }

    @Test
    void whereLinkingIsAllowedThePersonSignsInOnceToTheAccountTheyHave() {
        Provider provider = tenant.offered(party.origin(), Options.linking());
        Account account = Account.of(party, "Barbara", "Liskov");
        String loginName = "barbara-" + Tenant.unique();
        String existing = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        try (Person person = arrives(account, provider).see(UNKNOWN).picture("unknown-link")) {
            assertThat(person.button("Create account")).hasCount(0);
            person.click("Link my account").enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            person.see("Accounts linked").picture("linked");
            person.click("Continue to Application " + tenant.name());
            assertThat(person.subject()).isEqualTo(existing);
        }
        try (Person again = arrives(account, provider)) {
            assertThat(again.subject()).isEqualTo(existing);
        }
    }

    @Test
    void linkingNeedsTheRightPassword() {
        String loginName = "victim-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        try (Person person = arrivesWith(Account.of(party, "Mallory", "Malicious"), Options.linking())) {
            person.click("Link my account").enterLoginName(loginName).enterPassword("not-the-password");
            assertThat(person.page().getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                    .isVisible();
            assertThat(person.heading("Accounts linked")).hasCount(0);
        }
    }

    @Test
    void whereBothAreAllowedThePersonChooses() {
        JsonObject both = Json.merge(Options.creation(), Options.linking());
        try (Person person =
                arrivesWith(Account.of(party, "Either", "Or"), both).see(UNKNOWN)) {
            assertThat(person.button("Link my account")).isVisible();
            assertThat(person.button("Create account")).isVisible();
            person.picture("unknown-both").click("Cancel and go back");
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("access_denied");
        }
    }

    @Test
    void automaticLinkingByUserNameFindsThePerson() {
        Account account = Account.of(party, "Katherine", "Johnson");
        String existing = tenant.human(account.claim("preferred_username"), Tenant.unverified("k@example.com"));
        try (Person person = arrivesWith(account, Options.autoLinking("USERNAME"))) {
            assertThat(person.subject()).isEqualTo(existing);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,false"})
    void automaticLinkingByEmailNeedsTheAddressVerifiedOnBothSides(boolean here, boolean there, boolean linked) {
        Account account = Account.of(party, "Dorothy", "Vaughan").with(Json.object("email_verified", there));
        String address = account.claim("email");
        String existing = tenant.human(
                "dorothy-" + Tenant.unique(), here ? Tenant.verified(address) : Tenant.unverified(address));
        try (Person person = arrivesWith(account, Options.autoLinking("EMAIL"))) {
            if (linked) {
                assertThat(person.subject()).isEqualTo(existing);
            } else {
                person.failure();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"USERNAME", "EMAIL"})
    void aProviderOfAnOrganizationNeverLinksSomebodyOfAnother(String by) {
        Account account = Account.of(party, "Margaret", "Hamilton");
        Tenant.create(world).human(account.claim("preferred_username"), Tenant.verified(account.claim("email")));
        try (Person person = arrivesWith(account, Options.autoLinking(by))) {
            person.failure();
        }
    }

    @Test
    void automaticLinkingGoesBeforeAutomaticCreation() {
        Account account = Account.of(party, "Annie", "Easley");
        String existing = tenant.human("annie-" + Tenant.unique(), Tenant.verified(account.claim("email")));
        try (Person person = arrivesWith(account, Json.merge(Options.autoCreation(), Options.autoLinking("EMAIL")))) {
            assertThat(person.subject()).isEqualTo(existing);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,Marie", "false,Maria"})
    void automaticUpdateFollowsTheProviderOnlyWhereItIsOn(boolean update, String expected) {
        Provider provider = tenant.offered(party.origin(), Json.object("isAutoCreation", true, "isAutoUpdate", update));
        Account account = Account.of(party, "Maria", "Curie");
        try (Person person = arrives(account, provider)) {
            person.subject();
        }
        try (Person later =
                arrives(account.with(Json.object("given_name", "Marie", "name", "Marie Curie")), provider)) {
            JsonObject user = tenant.human(later.subject());
            assertThat(Json.string(user, "human.profile.givenName")).isEqualTo(expected);
        }
    }

    @Test
    void whoseProviderTellsNothingButASubjectIsAskedWhereThatIsAllowed() {
        Account account = new Account(party, "bare-" + Tenant.unique(), Json.object()).with(Json.object());
        JsonObject options = Json.merge(Options.autoCreation(), Options.creation());
        try (Person person = arrivesWith(account, options).see(UNKNOWN).picture("unknown-nothing-told")) {
            person.page().getByLabel("User name").fill("bare-" + Tenant.unique());
            person.page().getByLabel("Given name").fill("Bare");
            person.page().getByLabel("Family name").fill("Subject");
            person.page().getByLabel("E-mail").fill(Tenant.unique() + "@example.com");
            JsonObject user = tenant.human(person.click("Create account").subject());
            assertThat(Json.at(user, "human.email").getAsJsonObject().has("isVerified"))
                    .isFalse();
        }
    }

    @Test
    void theSameSubjectOfAnotherProviderIsSomebodyElse() {
        Provider one = tenant.provider(party.origin(), Options.autoCreation());
        NodeParty otherParty = world.providerWithIdTokenClaims();
        Provider two = tenant.provider(otherParty.origin(), Options.autoCreation());
        tenant.offer(one, two);
        Account here = Account.of(party, "Twin", "One");
        Account there = new Account(otherParty, here.name(), Json.object())
                .with(Account.of(otherParty, "Twin", "Two").claims());
        String first;
        try (Person person = arrives(here, one)) {
            first = person.subject();
        }
        try (Person person = arrives(there, two)) {
            assertThat(person.subject()).isNotEqualTo(first);
        }
    }
}
