package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Party;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** An application in Java, whose people Spring Security signs in and out. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringTest {
    private final World world;
    private final Tenant tenant;
    private final URI origin;
    private final ConfigurableApplicationContext site;
    private final String loginName = "spring-" + Tenant.unique();
    private final String id;

    SpringTest(World world) {
        this.world = world;
        this.tenant = Tenant.create(world);
        this.origin = Party.freeOrigin();
        this.site = SpringSite.start(Registration.of(
                tenant, origin, SpringSite.CALLBACK, Json.object("backChannelLogoutUri", origin + SpringSite.NOTICE)));
        this.id = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private Person signedIn() {
        return Person.of(world)
                .open(origin + "/")
                .enterLoginName(loginName)
                .enterPassword(Tenant.PASSWORD)
                .see(SpringSite.HEADING);
    }

    @Test
    void theRequestIsProtectedWithStateNonceAndPkce() {
        assertThat(Api.at(origin).get("/oauth2/authorization/ostiary").header("Location"))
                .startsWith(tenant.server().origin() + "/oauth/v2/authorize?")
                .contains("&state=", "&nonce=", "&code_challenge=", "&code_challenge_method=S256");
    }

    @Test
    void theIdTokenIsFoundRightAndUserinfoTellsTheRest() {
        try (Person person = signedIn()) {
            JsonObject outcome = person.outcome(SpringSite.HEADING);

            assertThat(Json.string(outcome, "sub")).isEqualTo(id);
            assertThat(Json.string(outcome, "issuer"))
                    .isEqualTo(tenant.server().origin().toString());
            assertThat(Json.at(outcome, "hasNonce").getAsBoolean()).isTrue();
            assertThat(Json.string(outcome, "email")).isEqualTo(loginName + "@example.com");
        }
    }

    @Test
    void whoSignsOutThereIsSignedOutOfOstiaryToo() {
        try (Person person = signedIn()) {
            person.open(origin + "/logout").click("Log Out").see("Sign in");
            assertThat(person.page().getByLabel("Login name")).isEmpty();
        }
    }

    @Test
    void whoSignsOutOfOstiaryIsSignedOutThere() {
        try (Person person = signedIn()) {
            Api visit = Api.at(origin).with("Cookie", person.cookies(origin));
            assertThat(visit.get("/").status()).isEqualTo(200);

            person.open(tenant.server().origin() + "/ui/login/logout").click("Sign out");

            Await.until(
                    "Spring Security to forget the visitor",
                    Duration.ofSeconds(30),
                    () -> visit.get("/").status() == 302);
        }
    }
}
