package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People sign in through an OAuth 2.0 server that is asked for no ID token: a generic one, and one that speaks as GitHub does. */
@ExtendWith(World.Shared.class)
class OAuthSignInTest {
    private final World world;
    private final NodeParty party;
    private final Tenant tenant;

    OAuthSignInTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
    }

    @Test
    void anOAuthServerTellsAnIdAndThePersonTheRest() {
        Provider provider = offered(
                "oauth",
                Options.creation(),
                Json.object("scopes", Json.array("profile"), "idAttribute", "id", "usePkce", true));
        Account account = Account.of(party, "Radia", "Perlman");
        String subject;
        try (Person radia = Person.of(world)) {
            radia.open(tenant.signInThrough(provider)).signInThere(account);
            radia.picture("oauth-create");
            radia.page().getByLabel("User name").fill(account.claim("preferred_username"));
            radia.page().getByLabel("Given name").fill("Radia");
            radia.page().getByLabel("Family name").fill("Perlman");
            radia.page().getByLabel("E-mail").fill(account.claim("email"));
            subject = radia.click("Create account").subject();
        }
        assertThat(Json.string(asked(), "scope")).isEqualTo("profile");
        assertThat(asked().getAsJsonObject().has("nonce")).isFalse();
        assertThat(Json.at(tenant.human(subject), "human.email")
                        .getAsJsonObject()
                        .has("isVerified"))
                .isFalse();
        try (Person later = Person.of(world)) {
            assertThat(later.open(tenant.signInThrough(provider))
                            .signInThere(account)
                            .subject())
                    .isEqualTo(subject);
        }
    }

    @Test
    void gitHubsVerifiedAddressIsFetchedAndTheFirstSignInCreatesThePerson() {
        Provider provider = offered(
                "github_es", Options.autoCreation(), Json.object("clientId", "post", "scopes", Json.array("profile")));
        Account account = Account.of(party, "Linus", "Torvalds");
        try (Person linus = Person.of(world)) {
            JsonObject user = tenant.human(linus.open(tenant.signInThrough(provider))
                    .signInThere(account)
                    .subject());
            assertThat(Json.string(user, "username")).isEqualTo(account.claim("preferred_username"));
            assertThat(Json.string(user, "human.profile.familyName")).isEqualTo("Torvalds");
            assertThat(Json.string(user, "human.email.email")).isEqualTo(account.claim("email"));
            assertThat(Json.at(user, "human.email.isVerified").getAsBoolean()).isTrue();
        }
    }

    private Provider offered(String kind, JsonObject options, JsonObject more) {
        String name = "Provider " + Tenant.unique();
        JsonObject body = Json.object(
                "name",
                name,
                "clientId",
                "basic",
                "clientSecret",
                "external-secret",
                "authorizationEndpoint",
                party.origin() + "/auth",
                "tokenEndpoint",
                party.origin() + "/token",
                "userEndpoint",
                party.origin() + "/api/user",
                "providerOptions",
                options);
        String id = tenant.api()
                .post("/management/v1/idps/" + kind, Json.merge(body, more))
                .ok()
                .string("id");
        Provider provider = new Provider(id, name, "IDP_OWNER_TYPE_ORG");
        tenant.offer(provider);
        return provider;
    }

    private JsonElement asked() {
        return Json.parse(party.control().get("/control/requests").text())
                .getAsJsonArray()
                .asList()
                .getLast();
    }
}
