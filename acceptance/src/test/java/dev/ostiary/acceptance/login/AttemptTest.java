package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back from a provider belongs to one attempt of one browser, once. */
@ExtendWith(World.Shared.class)
class AttemptTest {
    private final World world;
    private final Tenant tenant;
    private final Provider holding;

    AttemptTest(World world) {
        this.world = world;
        this.tenant = Tenant.create(world);
        this.holding = tenant.offered(URI.create(world.hostile().origin() + "/hold"), Options.autoCreation());
    }

    /** A person at a provider that shows the way back as a link, and waits. */
    private Person atTheProvider() {
        return Person.of(world).open(tenant.signInThrough(holding)).see("Hostile provider");
    }

    private static String wayBack(Person person) {
        return person.page()
                .getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Go back"))
                .getAttribute("href");
    }

    @Test
    void theWayBackSignsIn() {
        try (Person person = atTheProvider()) {
            assertThat(person.open(wayBack(person)).subject()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/idps/callback",
                "/idps/callback?code=x",
                "/idps/callback?state=123",
                "/idps/callback?code=x&state=123",
                "/idps/callback?code=x&state=123&state=456",
                "/idps/callback?error=access_denied&state=%00",
                "/ui/login/login/externalidp/callback?code=x&state=123"
            })
    void aForgedStateIsRefused(String callback) {
        try (Person person = Person.of(world).open(world.server().origin() + callback)) {
            person.failure();
            assertThat(person.picture("error-forged-state").page().locator("main"))
                    .containsText("start signing in again");
        }
    }

    @Test
    void aStateWorksOnce() {
        try (Person person = atTheProvider()) {
            String wayBack = wayBack(person);
            person.open(wayBack).subject();
            person.browser()
                    .clearCookies(new com.microsoft.playwright.BrowserContext.ClearCookiesOptions().setName("ostiary"));
            person.open(wayBack).failure();
            person.picture("error-replayed-state");
            assertNobodyIsSignedIn(person);
        }
    }

    @Test
    void aStateOfAnotherBrowserIsRefusedAndStaysGoodInItsOwn() {
        try (Person victim = Person.of(world);
                Person attacker = atTheProvider()) {
            String wayBack = wayBack(attacker);
            victim.open(wayBack).failure();
            victim.picture("error-state-of-another-browser");
            assertNobodyIsSignedIn(victim);
        }
    }

    @Test
    void aSignInThatIsUnderWaySurvivesARestartOfTheServer(@TempDir Path data) {
        RunningServer server = RunningServer.start(Settings.in(data));
        Tenant own = Tenant.create(world, server, "basic");
        Provider provider = own.offered(URI.create(world.hostile().origin() + "/hold"), Options.autoCreation());
        try (Person person = Person.of(world).open(own.signInThrough(provider)).see("Hostile provider")) {
            server.stop();
            server = server.restart();
            assertThat(person.open(wayBack(person)).subject()).isNotEmpty();
        } finally {
            server.close();
        }
    }

    @Test
    void theBackButtonAfterSigningInLeadsToNoDeadEnd() {
        try (Person person = atTheProvider()) {
            person.open(wayBack(person)).subject();
            person.page().goBack();
            assertThat(person.page().locator("h1")).isVisible();
        }
    }

    @Test
    void twoTabsMaySignInAtOnce() {
        try (Person person = atTheProvider()) {
            String first = wayBack(person);
            person.open(tenant.signInThrough(holding)).see("Hostile provider");
            String second = wayBack(person);
            String subject = person.open(first).subject();
            assertThat(person.open(second).subject()).isEqualTo(subject);
        }
    }

    private void assertNobodyIsSignedIn(Person person) {
        person.open(tenant.signIn("prompt=none"));
        assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
    }
}
