package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in with a login name and a password, and signing out. */
@ExtendWith(World.Shared.class)
class PasswordTest {
    /** More than any sensible lockout policy lets through. */
    private static final int TOO_MANY = 20;

    private final World world;
    private final Tenant tenant;

    PasswordTest(World world) {
        this.world = world;
        this.tenant = Tenant.create(world);
    }

    private String human() {
        String loginName = "minnie-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        return loginName;
    }

    private Person atTheDoor() {
        return Person.of(world).open(tenant.signIn());
    }

    @Test
    void theRightPasswordLeadsToTheApplication() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName)
                    .see("Enter your password")
                    .picture("password")
                    .enterPassword(Tenant.PASSWORD);
            assertThat(Json.string(person.outcome("Signed in"), "userinfo.preferred_username"))
                    .startsWith(loginName);
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheNextTryMaySucceed() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName).enterPassword("wrong");
            assertThat(alert(person)).containsText("wrong");
            person.picture("password-wrong").enterPassword(Tenant.PASSWORD);
            assertThat(person.subject()).isNotEmpty();
        }
    }

    @Test
    void anUnknownUserCannotBeToldFromAWrongPassword() {
        String known = human();
        String unknown = "nobody-" + Tenant.unique();
        assertThat(whatIsSaidOf(unknown).replace(unknown, "NAME"))
                .isEqualTo(whatIsSaidOf(known).replace(known, "NAME"));
    }

    private String whatIsSaidOf(String loginName) {
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName);
            String first = text(person);
            person.enterPassword("wrong-password");
            assertThat(alert(person)).isVisible();
            return first + text(person);
        }
    }

    /** What is on the page, without what is different on every page: the tickets in links. */
    private static String text(Person person) {
        return person.page().title()
                + person.page().locator("main").ariaSnapshot().replaceAll("ticket=\\S+", "");
    }

    @Test
    void tooManyWrongPasswordsLockTheAccountAlsoForTheRightOne() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName);
            for (int i = 0; i < TOO_MANY; i++) {
                person.enterPassword("wrong" + i);
                assertThat(alert(person)).isVisible();
            }
            person.enterPassword(Tenant.PASSWORD);
            assertThat(alert(person)).containsText("wrong");
            person.picture("password-locked");
        }
    }

    @Test
    void signingOutEndsTheSessionAndReturnsToTheApplication() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).subject();
            person.open(tenant.page("logout"));
            assertThat(Json.string(person.outcome("Signed out"), "state")).isEqualTo("bye");
            person.open(tenant.signIn("prompt=none"));
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
        }
    }

    @Test
    void aSessionSignsInToTheNextApplicationWithoutAsking() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            String subject = person.enterLoginName(loginName)
                    .enterPassword(Tenant.PASSWORD)
                    .subject();
            person.open(tenant.signIn("prompt=none"));
            assertThat(person.subject()).isEqualTo(subject);
        }
    }

    @Test
    void promptLoginAsksForThePasswordAgain() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).subject();
            person.open(tenant.signIn("prompt=login"));
            assertThat(person.heading("Signed in")).hasCount(0);
            person.picture("prompt-login");
        }
    }

    @Test
    void maxAgeAsksForThePasswordAgain() {
        String loginName = human();
        try (Person person = atTheDoor()) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).subject();
            person.open(tenant.signIn("max_age=0"));
            assertThat(person.page().locator("main")).isVisible();
            assertThat(person.page().url()).startsWith(world.server().origin().toString());
        }
    }

    @Test
    void promptSelectAccountLetsThePersonChoose() {
        String first = human();
        String second = human();
        try (Person person = atTheDoor()) {
            String subject =
                    person.enterLoginName(first).enterPassword(Tenant.PASSWORD).subject();
            person.open(tenant.signIn("prompt=select_account"))
                    .see("Choose an account")
                    .picture("choose-account");
            assertThat(person.click("Continue as Minnie Mouse").subject()).isEqualTo(subject);
            person.open(tenant.signIn("prompt=select_account"));
            person.page().getByText("Use another account").click();
            person.enterLoginName(second).enterPassword(Tenant.PASSWORD);
            assertThat(person.subject()).isNotEqualTo(subject);
        }
    }

    @Test
    void withoutASessionPromptNoneIsAnsweredWithLoginRequired() {
        try (Person person = Person.of(world).open(tenant.signIn("prompt=none"))) {
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
        }
    }

    @Test
    void theLoginHintFillsInTheLoginName() {
        try (Person person = Person.of(world).open(tenant.signIn("login_hint=minnie@example.com"))) {
            assertThat(person.page().locator("main")).containsText("Sign in");
            assertThat(person.page().locator("input[value='minnie@example.com']"))
                    .hasCount(1);
        }
    }

    @Test
    void somebodyOfAnotherOrganizationCannotSignInHere() {
        String elsewhere = "elsewhere-" + Tenant.unique();
        Tenant.create(world).human(elsewhere, Tenant.verified(elsewhere + "@example.com"));
        try (Person person = atTheDoor()) {
            person.enterLoginName(elsewhere).enterPassword(Tenant.PASSWORD);
            assertThat(person.heading("Signed in")).hasCount(0);
            assertThat(person.page().locator("h1")).isVisible();
            assertThat(person.page().url()).startsWith(world.server().origin().toString());
        }
    }

    private static Locator alert(Person person) {
        return person.page().getByRole(AriaRole.ALERT);
    }
}
