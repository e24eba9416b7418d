package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody in front of a browser of their own. Finds things on a page as a person does: by label, by the text of a button. */
final class Person implements AutoCloseable {
    private static final String FAILURE = "Sign-in didn’t work";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext browser;
    private final Page page;

    private Person(BrowserContext browser) {
        this.browser = browser;
        this.page = browser.newPage();
    }

    /** An English-speaking person in front of a desktop screen. */
    static Person of(World world) {
        return of(world, new NewContextOptions().setLocale("en-US"));
    }

    static Person of(World world, NewContextOptions options) {
        return new Person(world.browsers().person(options));
    }

    Page page() {
        return page;
    }

    BrowserContext browser() {
        return browser;
    }

    Person open(String url) {
        page.navigate(url);
        return this;
    }

    /** Goes there without waiting for what comes. */
    Person leaveFor(String url) {
        page.evaluate("url => { location.href = url; }", url);
        return this;
    }

    Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(text).setExact(true));
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new GetByRoleOptions().setName(text).setExact(true));
    }

    /** What leads to a provider. */
    Locator choice(Provider provider) {
        String text = "Continue with " + provider.name();
        return page.getByRole(
                        AriaRole.LINK, new GetByRoleOptions().setName(text).setExact(true))
                .or(button(text));
    }

    Person continueWith(Provider provider) {
        choice(provider).click();
        return this;
    }

    /** At the external provider's own login form. */
    Person signInThere(Account account) {
        page.getByLabel("Account").fill(account.name());
        return click("Sign in at the provider");
    }

    Person enterLoginName(String loginName) {
        page.getByLabel("Login name").fill(loginName);
        return click("Next");
    }

    Person enterPassword(String password) {
        page.getByLabel("Password", new GetByLabelOptions().setExact(true)).fill(password);
        return click("Sign in");
    }

    Person click(String button) {
        button(button).click();
        return this;
    }

    Person see(String heading) {
        assertThat(heading(heading)).isVisible();
        return this;
    }

    /** What the application shows under {@code heading} once the person is back there. */
    JsonObject outcome(String heading) {
        see(heading);
        return Json.parse(page.locator("#outcome").textContent()).getAsJsonObject();
    }

    /** The subject of the ID token that the application got. */
    String subject() {
        return Json.string(outcome("Signed in"), "claims.sub");
    }

    /** Asserts that this is the error page, with a reference for the administrator; returns the reference. */
    String failure() {
        see(FAILURE);
        Locator reference = page.locator("code");
        assertThat(reference).hasText(Pattern.compile("\\S{4,}"));
        return reference.textContent();
    }

    /** The same where the page may take its time. */
    String failureWithin(Duration time) {
        assertThat(heading(FAILURE)).isVisible(new IsVisibleOptions().setTimeout(time.toMillis()));
        return failure();
    }

    /** Leaves the error page by the way back to the application; returns the error that the application got. */
    String goBack() {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Back to ")))
                .click();
        return Json.string(outcome("Not signed in"), "error");
    }

    /** The header that this browser sends its cookies of a site in. */
    String cookies(URI site) {
        return browser.cookies(site.toString()).stream()
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
    }

    /** Keeps a picture of the page under {@code target/screenshots}. */
    Person picture(String name) {
        page.screenshot(new ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
        return this;
    }

    @Override
    public void close() {
        browser.close();
    }
}
