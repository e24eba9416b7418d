package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.GoProgram;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Party;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** People sign in through Dex, which knows a name and an address of them, asks each time what it may tell, and refuses scopes that it doesn't know. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DexTest {
    private static final String CLIENT = "ostiary";
    private static final String SECRET = "dex-secret";
    private static final JsonObject OPTIONS = Json.object("isAutoCreation", true, "isCreationAllowed", true);

    private final String ada = "ada-" + Tenant.unique();
    private final World world;
    private final Party dex;

    DexTest(World world) {
        GoProgram program = GoProgram.dex();
        this.world = world;
        URI origin = Party.freeOrigin();
        String callback = world.server().origin() + "/idps/callback";
        this.dex = program.serve(origin, List.of(origin.toString(), callback, CLIENT, SECRET, Tenant.PASSWORD, ada));
    }

    @AfterAll
    void stop() {
        dex.close();
    }

    /** @param scopes none: the usual ones, as far as Dex knows them */
    private Provider offered(Tenant tenant, String... scopes) {
        Provider provider = tenant.provider(
                dex.origin(),
                OPTIONS,
                Json.object("clientId", CLIENT, "clientSecret", SECRET, "scopes", Json.array((Object[]) scopes)));
        tenant.offer(provider);
        return provider;
    }

    private void enter(Person person, String password) {
        person.page().locator("#login").fill(ada + "@example.com");
        person.page().locator("#password").fill(password);
        person.click("Login");
    }

    @Test
    void aPersonFillsInWhatDexDoesNotKnowAndIsKnownTheNextTime() {
        Tenant tenant = Tenant.create(world);
        Provider provider = offered(tenant);
        JsonObject first;
        try (Person person = Person.of(world)) {
            person.open(tenant.signIn()).continueWith(provider);
            enter(person, Tenant.PASSWORD);
            person.click("Grant Access");
            person.page().getByLabel("Given name").fill("Ada");
            person.page().getByLabel("Family name").fill("Lovelace");
            first = person.click("Create account").outcome("Signed in");
        }
        assertThat(Json.string(first, "userinfo.given_name")).isEqualTo("Ada");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(ada + "@example.com");
        assertThat(Json.at(first, "userinfo.email_verified").getAsBoolean()).isTrue();
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider));
            enter(later, Tenant.PASSWORD);
            assertThat(later.click("Grant Access").subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    @Test
    void aWrongPasswordGetsNoFurtherThanDex() {
        Tenant tenant = Tenant.create(world);
        Provider provider = offered(tenant, "openid", "email");
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            enter(person, "not-the-password");
            assertThat(person.page().locator("#login-error")).hasText("Invalid Email Address and password.");
            assertThat(person.page().url()).startsWith(dex.origin().toString());
        }
    }

    /** Dex sends nobody back with {@code access_denied}. */
    @Test
    void whoGrantsNothingGetsNoFurtherThanDex() {
        Tenant tenant = Tenant.create(world);
        Provider provider = offered(tenant, "openid", "email");
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            enter(person, Tenant.PASSWORD);
            person.click("Cancel");
            assertThat(person.page().getByText("Approval rejected.")).isVisible();
            person.open(tenant.signIn()).see("Sign in");
        }
    }

    @Test
    void aScopeThatDexDoesNotKnowLeadsToAPageWithAReferenceAndBackToTheApplication() {
        Tenant tenant = Tenant.create(world);
        Provider provider = offered(tenant, "openid", "phone");
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            person.failure();
            assertThat(person.page().content()).contains("The identity provider reported an error.");
            assertThat(person.goBack()).isEqualTo("access_denied");
        }
    }
}
