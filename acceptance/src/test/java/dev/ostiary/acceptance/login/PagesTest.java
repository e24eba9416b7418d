package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sign-in pages for everybody: in their language, on a phone, by keyboard, without script. */
@ExtendWith(World.Shared.class)
class PagesTest {
    private final World world;
    private final NodeParty party;
    private final Tenant tenant;

    PagesTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
    }

    private String human() {
        String loginName = "minnie-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        return loginName;
    }

    @Test
    void aGermanBrowserReadsGerman() {
        try (Person person = Person.of(world, new NewContextOptions().setLocale("de-DE"))) {
            person.open(tenant.signIn()).see("Anmelden").picture("sign-in-german");
            assertThat(person.page().locator("html")).hasAttribute("lang", "de");
            assertThat(person.page().getByLabel("Anmeldename")).isVisible();
        }
    }

    @Test
    void theApplicationMayChooseTheLanguage() {
        try (Person person = Person.of(world)) {
            person.open(tenant.signIn("ui_locales=de")).see("Anmelden");
        }
    }

    @Test
    void anUnknownLanguageFallsBackToEnglish() {
        try (Person person = Person.of(world, new NewContextOptions().setLocale("cy-GB"))) {
            person.open(tenant.signIn()).see("Sign in");
        }
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() {
        Provider provider = tenant.offered(party.origin(), Options.creation());
        NewContextOptions phone = new NewContextOptions().setLocale("en-US").setViewportSize(320, 640);
        try (Person person = Person.of(world, phone)) {
            person.open(tenant.signIn()).see("Sign in").picture("phone-sign-in");
            assertNothingSticksOut(person);
            person.continueWith(provider)
                    .signInThere(Account.of(party, "Bartholomew-Maximilian", "Wolfeschlegelsteinhausen"));
            person.see("We don’t know you yet").picture("phone-unknown");
            assertNothingSticksOut(person);
            person.open(world.server().origin() + "/idps/callback?state=forged&code=x")
                    .picture("phone-error");
            person.failure();
            assertNothingSticksOut(person);
        }
    }

    private static void assertNothingSticksOut(Person person) {
        Object tooWide =
                person.page().evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) tooWide).intValue()).isLessThanOrEqualTo(0);
    }

    @Test
    void theDarkSchemeIsFollowed() {
        NewContextOptions dark = new NewContextOptions().setLocale("en-US").setColorScheme(ColorScheme.DARK);
        String background = "getComputedStyle(document.body).backgroundColor";
        try (Person inTheDark = Person.of(world, dark);
                Person inTheLight = Person.of(world)) {
            inTheDark.open(tenant.signIn()).see("Sign in").picture("sign-in-dark");
            inTheLight.open(tenant.signIn()).see("Sign in");
            assertThat(inTheDark.page().evaluate(background))
                    .isNotEqualTo(inTheLight.page().evaluate(background));
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        String loginName = human();
        try (Person person = Person.of(world).open(tenant.signIn()).see("Sign in")) {
            assertThat(person.page().getByLabel("Login name")).isFocused();
            person.page().keyboard().type(loginName);
            person.page().keyboard().press("Enter");
            person.see("Enter your password");
            assertThat(person.page()
                            .getByLabel(
                                    "Password", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true)))
                    .isFocused();
            person.page().keyboard().type(Tenant.PASSWORD);
            person.page().keyboard().press("Tab");
            assertThat(person.button("Sign in")).isFocused();
            person.page().keyboard().press("Enter");
            assertThat(person.subject()).isNotEmpty();
        }
    }

    @Test
    void nothingNeedsScript() {
        Provider provider = tenant.offered(party.origin(), Options.creation());
        NewContextOptions noScript = new NewContextOptions().setLocale("en-US").setJavaScriptEnabled(false);
        try (Person person = Person.of(world, noScript)) {
            person.open(tenant.signIn()).continueWith(provider).signInThere(Account.of(party, "No", "Script"));
            assertThat(person.click("Create account").subject()).isNotEmpty();
        }
        String loginName = human();
        try (Person person = Person.of(world, noScript)) {
            person.open(tenant.signIn()).enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            assertThat(person.subject()).isNotEmpty();
        }
    }

    @Test
    void everyFieldHasALabelAndEveryPageOneHeadingAndAMainPart() {
        Provider provider = tenant.offered(party.origin(), Options.creation());
        try (Person person = Person.of(world).open(tenant.signIn()).see("Sign in")) {
            assertWellMade(person);
            person.continueWith(provider)
                    .signInThere(Account.of(party, "Well", "Made"))
                    .see("We don’t know you yet");
            assertWellMade(person);
        }
        try (Person person = Person.of(world)
                .open(tenant.signIn())
                .enterLoginName("somebody")
                .see("Enter your password")) {
            assertWellMade(person);
        }
    }

    private static void assertWellMade(Person person) {
        assertThat(person.page().locator("h1")).hasCount(1);
        assertThat(person.page().getByRole(AriaRole.MAIN)).hasCount(1);
        assertThat(person.page().title()).isNotBlank();
        Object unlabelled = person.page().evaluate("""
                [...document.querySelectorAll('input:not([type=hidden])')]
                    .filter(i => !i.labels.length && !i.getAttribute('aria-label')).map(i => i.name)""");
        assertThat((List<?>) unlabelled).isEmpty();
    }

    @Test
    void thePolicyOfThePagesAllowsNothingFromElsewhere() {
        Answer page = world.server().anonymous().get("/ui/login");
        String policy = page.header("content-security-policy");
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("referrer-policy")).isNotEmpty();
        assertThat(page.header("cache-control")).contains("no-store");
    }

    @Test
    void thePagesAskNobodyElseForAnythingAndBreakNoRuleOfTheirOwn() {
        try (Person person = Person.of(world)) {
            List<String> strangers = new java.util.concurrent.CopyOnWriteArrayList<>();
            String own = world.server().origin().toString();
            String application = tenant.application().toString();
            person.page().onRequest(request -> {
                if (!request.url().startsWith(own) && !request.url().startsWith(application)) {
                    strangers.add(request.url());
                }
            });
            person.page().onConsoleMessage(message -> strangers.add(message.text()));
            person.open(tenant.signIn()).see("Sign in");
            assertThat(strangers).isEmpty();
        }
    }

    @Test
    void cookiesAreOutOfReachOfScriptAndOfOtherSites() {
        String loginName = human();
        try (Person person = Person.of(world).open(tenant.signIn())) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).subject();
            assertThat(person.browser().cookies(world.server().origin().toString()))
                    .extracting(cookie -> cookie.name)
                    .contains("ostiary", "ostiary-browser");
            assertThat(person.browser().cookies(world.server().origin().toString()))
                    .allSatisfy(cookie -> {
                        assertThat(cookie.httpOnly).isTrue();
                        assertThat(String.valueOf(cookie.sameSite)).isEqualTo("LAX");
                        assertThat(cookie.path).isEqualTo("/");
                    });
        }
    }

    @Test
    void aFormWithoutItsProofIsRefused() {
        Answer answer = world.server().anonymous().form("/ui/login/loginname", "loginName=somebody");
        assertThat(answer.status()).isBetween(400, 403);
        assertThat(answer.text()).contains("Sign-in didn’t work");
    }

    @Test
    void theRootLeadsToThePages() {
        Answer answer = world.server().anonymous().get("/");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(URI.create(answer.header("location")).getPath()).isEqualTo("/ui/login");
    }
}
