package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job: a provider is added with one call, and a person signs in to an application through it. */
@ExtendWith(World.Shared.class)
class ExternalSignInTest {
    private final World world;
    private final NodeParty party;
    private final Tenant tenant;

    ExternalSignInTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
    }

    @Test
    void theFirstSignInCreatesThePersonAndTheSecondRecognizesThem() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        Account account = Account.of(party, "Ada", "Lovelace");
        JsonObject first;
        try (Person ada = Person.of(world)) {
            ada.open(tenant.signIn()).see("Sign in").picture("sign-in");
            first = ada.continueWith(provider).signInThere(account).outcome("Signed in");
        }
        assertThat(Json.string(first, "claims.iss"))
                .isEqualTo(world.server().origin().toString());
        assertThat(Json.string(first, "userinfo.given_name")).isEqualTo("Ada");
        assertThat(Json.string(first, "userinfo.family_name")).isEqualTo("Lovelace");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(account.claim("email"));
        assertThat(Json.at(first, "userinfo.email_verified").getAsBoolean()).isTrue();
        try (Person later = Person.of(world)) {
            later.open(tenant.signIn()).continueWith(provider).signInThere(account);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    @Test
    void theCreatedPersonIsAnOrdinaryUserOfTheOrganization() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        Account account = Account.of(party, "Grace", "Hopper");
        try (Person grace = Person.of(world)) {
            JsonObject user = tenant.human(grace.open(tenant.signInThrough(provider))
                    .signInThere(account)
                    .subject());
            assertThat(Json.string(user, "state")).isEqualTo("USER_STATE_ACTIVE");
            assertThat(Json.string(user, "username")).isEqualTo(account.claim("preferred_username"));
            assertThat(Json.string(user, "details.resourceOwner")).isEqualTo(tenant.organization());
            assertThat(Json.string(user, "human.profile.displayName")).isEqualTo("Grace Hopper");
            assertThat(Json.string(user, "human.email.email")).isEqualTo(account.claim("email"));
            assertThat(Json.at(user, "human.email.isVerified").getAsBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"basic,true", "basic,false", "post,true"})
    void ostiaryAuthenticatesAsTheProviderWantsIt(String client, boolean pkce) {
        Provider provider = tenant.provider(
                party.origin(), Options.autoCreation(), Json.object("clientId", client, "usePkce", pkce));
        tenant.offer(provider);
        try (Person alan = Person.of(world)) {
            alan.open(tenant.signInThrough(provider)).signInThere(Account.of(party, "Alan", "Turing"));
            assertThat(alan.subject()).isNotEmpty();
        }
    }

    @Test
    void theProviderIsAskedWithStateNonceAndPkce() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        try (Person emmy = Person.of(world)) {
            emmy.open(tenant.signInThrough(provider))
                    .signInThere(Account.of(party, "Emmy", "Noether"))
                    .subject();
        }
        JsonElement asked = asked().toList().getLast();
        assertThat(Json.string(asked, "response_type")).isEqualTo("code");
        assertThat(Json.string(asked, "client_id")).isEqualTo("basic");
        assertThat(Json.string(asked, "redirect_uri")).isEqualTo(world.server().origin() + "/idps/callback");
        assertThat(Json.string(asked, "scope").split(" ")).containsExactlyInAnyOrder("openid", "profile", "email");
        assertThat(Json.string(asked, "state")).hasSizeGreaterThanOrEqualTo(22);
        assertThat(Json.string(asked, "nonce")).hasSizeGreaterThanOrEqualTo(22);
        assertThat(Json.string(asked, "code_challenge_method")).isEqualTo("S256");
        assertThat(Json.string(asked, "code_challenge")).hasSize(43);
    }

    @Test
    void theScopeThatNamesAProviderLeadsStraightToItAndTheLoginHintGoesAlong() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        try (Person person = Person.of(world)) {
            person.open(tenant.signInThrough(provider) + "&login_hint=somebody@example.com");
            assertThat(person.page().getByLabel("Account")).hasValue("somebody@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claimsComeFromTheIdTokenOrFromUserinfo(boolean idTokenMapping) {
        NodeParty talkative = world.providerWithIdTokenClaims();
        Provider provider = tenant.provider(
                talkative.origin(), Options.autoCreation(), Json.object("isIdTokenMapping", idTokenMapping));
        tenant.offer(provider);
        try (Person sofja = Person.of(world)) {
            sofja.open(tenant.signInThrough(provider)).signInThere(Account.of(talkative, "Sofja", "Kowalewskaja"));
            assertThat(Json.string(sofja.outcome("Signed in"), "userinfo.given_name"))
                    .isEqualTo("Sofja");
        }
    }

    /** It lets nobody choose an account, and has no scope for phone numbers. */
    @Test
    void aGitLabOfOnesOwnSignsPeopleInAndIsAskedForNothingItWouldRefuse() {
        String application = "gitlab-" + Tenant.unique();
        party.control().put("/control/clients/" + application, Json.object()).ok();
        Provider provider = gitLab(application);
        Account account = Account.of(party, "Barbara", "Liskov");
        JsonObject first;
        try (Person barbara = Person.of(world)) {
            first = barbara.open(tenant.signIn())
                    .continueWith(provider)
                    .signInThere(account)
                    .outcome("Signed in");
        }
        assertThat(Json.string(first, "userinfo.name")).isEqualTo("Barbara Liskov");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(account.claim("email"));
        assertThat(Json.at(first, "userinfo.email_verified").getAsBoolean()).isTrue();
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider)).signInThere(account);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
        assertThat(asked().filter(request -> Json.string(request, "client_id").equals(application)))
                .hasSize(2)
                .allSatisfy(request -> {
                    assertThat(Json.string(request, "scope").split(" "))
                            .containsExactlyInAnyOrder("openid", "profile", "email");
                    assertThat(request.getAsJsonObject().has("prompt")).isFalse();
                });
    }

    @Test
    void aProviderOfOneOrganizationIsNotOfferedInAnother() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        Tenant other = Tenant.create(world);
        try (Person person = Person.of(world)) {
            person.open(other.signIn()).see("Sign in");
            assertThat(person.choice(provider)).hasCount(0);
            person.open(other.signInThrough(provider)).failure();
            assertThat(person.picture("error-provider-of-another-organization").goBack())
                    .isNotEmpty();
        }
    }

    @Test
    void aProviderOfTheInstanceServesTheOrganizationThatOffersIt() {
        Provider provider = tenant.instanceProvider(party.origin(), Options.autoCreation());
        tenant.offer(provider);
        try (Person hedy = Person.of(world)) {
            hedy.open(tenant.signIn()).continueWith(provider).signInThere(Account.of(party, "Hedy", "Lamarr"));
            assertThat(Json.string(tenant.human(hedy.subject()), "details.resourceOwner"))
                    .isEqualTo(tenant.organization());
        }
    }

    @Test
    void aRemovedProviderIsNoLongerOfferedNorUsable() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        tenant.api().delete("/management/v1/idps/templates/" + provider.id()).ok();
        try (Person person = Person.of(world)) {
            person.open(tenant.signIn()).see("Sign in");
            assertThat(person.choice(provider)).hasCount(0);
            person.open(tenant.signInThrough(provider)).failure();
        }
    }

    @Test
    void whoSaysNoAtTheProviderReadsWhyAndGoesBackToTheApplication() {
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        try (Person person = Person.of(world)) {
            person.open(tenant.signInThrough(provider))
                    .click("Cancel at the provider")
                    .failure();
            assertThat(person.picture("error-cancelled-at-the-provider").goBack())
                    .isEqualTo("access_denied");
        }
    }

    private Provider gitLab(String application) {
        String name = "GitLab " + Tenant.unique();
        JsonObject body = Json.object(
                "name",
                name,
                "issuer",
                party.origin().toString(),
                "clientId",
                application,
                "clientSecret",
                "external-secret",
                "providerOptions",
                Options.autoCreation());
        String id = tenant.api()
                .post("/management/v1/idps/gitlab_self_hosted", body)
                .ok()
                .string("id");
        Provider provider = new Provider(id, name, "IDP_OWNER_TYPE_ORG");
        tenant.offer(provider);
        return provider;
    }

    /** The authorization requests that the provider got. */
    private Stream<JsonElement> asked() {
        return Json.parse(party.control().get("/control/requests").text()).getAsJsonArray().asList().stream();
    }
}
