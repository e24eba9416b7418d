package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People sign in through a SAML provider that is made with samlify: it reads our metadata, and verifies our requests. */
@ExtendWith(World.Shared.class)
class SamlSignInTest {
    private final World world;
    private final NodeParty party;
    private final Tenant tenant;

    SamlSignInTest(World world) {
        this.world = world;
        this.party = world.samlProvider();
        this.tenant = Tenant.create(world);
    }

    @ParameterizedTest
    @CsvSource({"REDIRECT, false, false", "REDIRECT, true, true", "POST, false, true", "POST, true, false"})
    void aPersonSignsInByEitherBinding(String binding, boolean signed, boolean encrypted) {
        Provider provider = offered(binding, signed, encrypted);
        Account account = Account.of(party, "Ada", "Lovelace");
        JsonObject first;
        try (Person ada = Person.of(world)) {
            first = ada.open(tenant.signInThrough(provider))
                    .signInThere(account)
                    .outcome("Signed in");
        }
        assertThat(Json.string(first, "userinfo.given_name")).isEqualTo("Ada");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(account.claim("email"));
        assertThat(Json.at(first, "userinfo.email_verified").getAsBoolean()).isFalse();
        assertThat(Json.string(asked(), "binding")).isEqualToIgnoringCase(binding);
        assertThat(Json.at(asked(), "signed").getAsBoolean()).isEqualTo(signed);
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider)).signInThere(account);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    @Test
    void withoutScriptAButtonLeadsOn() {
        Provider provider = offered("POST", true, false);
        Account account = Account.of(party, "Grace", "Hopper");
        NewContextOptions noScript = new NewContextOptions().setLocale("en-US").setJavaScriptEnabled(false);
        try (Person grace = Person.of(world, noScript)) {
            grace.open(tenant.signInThrough(provider)).see("One moment …").picture("saml-without-script");
            grace.click("Continue").signInThere(account).click("Back");
            assertThat(grace.subject()).isNotEmpty();
        }
    }

    @Test
    void whoSaysNoAtTheProviderReadsWhyAndGoesBackToTheApplication() {
        Provider provider = offered("REDIRECT", false, false);
        try (Person person = Person.of(world)) {
            person.open(tenant.signInThrough(provider))
                    .click("Cancel at the provider")
                    .failure();
            assertThat(person.page().content()).contains("You cancelled at the identity provider");
            assertThat(person.goBack()).isEqualTo("access_denied");
        }
    }

    private Provider offered(String binding, boolean signed, boolean encrypted) {
        String key = Tenant.unique();
        Provider provider = SamlProvider.offered(
                tenant,
                party.origin() + "/metadata/" + key + (signed ? "?signed=true" : ""),
                Json.object("binding", "SAML_BINDING_" + binding, "withSignedRequest", signed));
        JsonObject service = Json.object("metadata", SamlProvider.metadata(tenant, provider), "encrypt", encrypted);
        party.control().put("/control/services/" + key, service).ok();
        return provider;
    }

    private JsonElement asked() {
        return Json.parse(party.control().get("/control/requests").text())
                .getAsJsonArray()
                .asList()
                .getLast();
    }
}
