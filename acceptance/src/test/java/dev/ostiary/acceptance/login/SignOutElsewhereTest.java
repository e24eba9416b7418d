package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing out here and at a provider: a certified OpenID Provider, and a SAML provider that is made with samlify. */
@ExtendWith(World.Shared.class)
class SignOutElsewhereTest {
    private final World world;
    private final Tenant tenant;

    SignOutElsewhereTest(World world) {
        this.world = world;
        this.tenant = Tenant.create(world);
    }

    private Provider openId() {
        Provider provider =
                tenant.provider(world.provider().origin(), Options.autoCreation(), Json.object("clientId", "logout"));
        tenant.offer(provider);
        String path = "/ostiary/v1/idps/" + provider.id() + "/logout";
        tenant.api().put(path, Json.object("federatedLogoutEnabled", true)).ok();
        JsonObject told = tenant.api().get(path).ok().json();
        world.provider()
                .control()
                .put("/control/backchannel", Json.object("uri", Json.string(told, "backchannelLogoutUri")))
                .ok();
        return provider;
    }

    @Test
    void whoSignsOutOfAnApplicationIsSignedOutAtTheOpenIdProviderToo() {
        Provider provider = openId();
        try (Person ada = Person.of(world)) {
            ada.open(tenant.signInThrough(provider))
                    .signInThere(Account.of(world.provider(), "Ada", "Lovelace"))
                    .outcome("Signed in");

            ada.open(tenant.page("logout")).click("Yes, sign me out");

            assertThat(Json.string(ada.outcome("Signed out"), "state")).isEqualTo("bye");
            ada.open(tenant.signInThrough(provider));
            assertThat(ada.button("Sign in at the provider")).isVisible();
        }
    }

    @Test
    void whoSignsOutAtTheOpenIdProviderIsSignedOutHereAndApplicationsHearOfIt() {
        Provider provider = openId();
        try (Person grace = Person.of(world)) {
            JsonObject claims = grace.open(tenant.signInThrough(provider))
                    .signInThere(Account.of(world.provider(), "Grace", "Hopper"))
                    .outcome("Signed in")
                    .getAsJsonObject("claims");

            grace.open(world.provider().origin() + "/session/end").click("Yes, sign me out");

            assertThat(heard().get("sid")).isEqualTo(claims.get("sid"));
            grace.open(world.server().origin() + "/ui/login/logout").see("You are signed out");
        }
    }

    /** The first notice that the application got of a session that has ended. */
    private JsonObject heard() {
        return Await.value(
                "a logout token",
                Duration.ofSeconds(30),
                () -> notices().asList().stream()
                        .map(each -> each.getAsJsonObject())
                        .findFirst());
    }

    private JsonArray notices() {
        return world.application()
                .control()
                .get("/control/notices/" + tenant.name())
                .ok()
                .json()
                .getAsJsonArray("notices");
    }

    @Test
    void singleLogoutWithASamlProviderGoesBothWays() {
        NodeParty party = world.samlProvider();
        String key = Tenant.unique();
        Provider provider = SamlProvider.offered(
                tenant,
                party.origin() + "/metadata/" + key,
                Json.object("binding", "SAML_BINDING_REDIRECT", "federatedLogoutEnabled", true));
        JsonObject service = Json.object("metadata", SamlProvider.metadata(tenant, provider), "encrypt", false);
        party.control().put("/control/services/" + key, service).ok();
        Account account = Account.of(party, "Alan", "Turing");
        try (Person alan = Person.of(world)) {
            alan.open(tenant.signInThrough(provider)).signInThere(account).outcome("Signed in");
            alan.open(tenant.page("logout"));
            assertThat(Json.string(alan.outcome("Signed out"), "state")).isEqualTo("bye");
            assertThat(party.control().get("/control/requests").text()).contains("{\"logout\":\"" + account.name());

            alan.open(tenant.signInThrough(provider)).signInThere(account).outcome("Signed in");
            alan.open(party.origin() + "/sign-out/" + key + "?account=" + account.name())
                    .see("Signed out everywhere");
            alan.open(world.server().origin() + "/ui/login/logout").see("You are signed out");
        }
    }
}
