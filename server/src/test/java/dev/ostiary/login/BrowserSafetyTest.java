package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.policy.LoginPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What protects people in their browsers: cookies, forms, tickets, headers. */
class BrowserSafetyTest {
    @TempDir
    Path dir;

    private House house;
    private Visitor ada;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        ada = new Visitor(house);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyPageForbidsScriptFramesAndKeeping() {
        ada.open();

        assertThat(ada.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'");
        assertThat(ada.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ada.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(ada.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(ada.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void overHttpsCookiesBelongToTheHostAndHttpIsForgotten(@TempDir Path other) throws IOException {
        try (House secure = new House(other, "https", LoginPolicy.DEFAULT)) {
            secure.person("ada");
            Visitor visitor = new Visitor(secure);
            visitor.open().submit(Paths.LOGIN_NAME, "loginName", "ada");
            assertThat(visitor.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            visitor.submit(Paths.PASSWORD, "password", House.PASSWORD);

            assertThat(visitor.cookies).containsOnlyKeys("__Host-ostiary-browser", "__Host-ostiary");
            assertThat(visitor.setCookies)
                    .allSatisfy(cookie -> assertThat(cookie).contains("; Path=/; HttpOnly; SameSite=Lax; Secure"));
        }
    }

    @Test
    void overHttpCookiesAreStillHiddenFromScriptAndOtherSites() {
        house.person("ada");
        ada.open().submit(Paths.LOGIN_NAME, "loginName", "ada").submit(Paths.PASSWORD, "password", House.PASSWORD);

        assertThat(ada.cookies).containsOnlyKeys("ostiary-browser", "ostiary");
        assertThat(ada.setCookies)
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie)
                        .contains("; Path=/; HttpOnly; SameSite=Lax")
                        .doesNotContain("Secure"));
        assertThat(ada.setCookies.getLast()).endsWith("; Max-Age=864000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "bmljZSB0cnksIGJ1dCB0aGlzIGlzIG5vdCB0aGUgb25l"})
    void aFormWithoutTheBrowsersTokenIsRefused(String csrf) {
        ada.open();

        ada.submit(Paths.LOGIN_NAME, "loginName", "ada", "csrf", csrf);

        assertThat(ada.status()).isEqualTo(403);
        assertThat(ada.html()).contains("could not make sure that this form came from you");
    }

    @Test
    void aFormOfAnotherSiteIsRefusedWhateverItCarries() {
        ada.open();
        ada.headers.put("Origin", "https://evil.example");

        assertThat(ada.submit(Paths.LOGIN_NAME, "loginName", "ada").status()).isEqualTo(403);
        ada.headers.put("Origin", "null");
        assertThat(ada.post(Paths.LOGOUT, Map.of()).status()).isEqualTo(403);
    }

    @Test
    void aFormOfABrowserWithoutCookiesIsRefused() {
        Map<String, String> form = new HashMap<>(ada.open().form(Paths.LOGIN_NAME));
        ada.cookies.clear();

        assertThat(ada.post(Paths.LOGIN_NAME, form).status()).isEqualTo(403);
    }

    @Test
    void aTicketIsWorthNothingInAnotherBrowser() {
        ada.open("login_hint", "ada");
        String ticket = ada.field(Paths.PASSWORD, "ticket");
        Visitor eve = new Visitor(house);

        assertThat(eve.get(Paths.with(Paths.PASSWORD, ticket)).status()).isEqualTo(400);
        assertThat(eve.html()).contains("it was opened in another browser");
        assertThat(ada.get(Paths.with(Paths.PASSWORD, ticket)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AQ", "%00", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiM", "not base64!"})
    void whatIsNoTicketLeadsToAPageThatSaysWhatToDo(String ticket) {
        ada.get("/ui/login");

        ada.get(Paths.with(Paths.PASSWORD, ticket));

        assertThat(ada.status()).isEqualTo(400);
        assertThat(ada.html()).contains("Start signing in again from the application.");
    }

    @Test
    void aTicketOfAnotherRequestOrOfThisOneChangedIsNoTicket() {
        ada.open("login_hint", "ada");
        String ticket = ada.field(Paths.PASSWORD, "ticket");
        char last = ticket.charAt(ticket.length() - 1);

        String changed = ticket.substring(0, ticket.length() - 1) + (last == 'A' ? 'Q' : 'A');

        assertThat(ada.get(Paths.with(Paths.PASSWORD, changed)).status()).isEqualTo(400);
    }

    @Test
    void aTicketSaysNothingAboutThePerson() {
        ada.open("login_hint", "ada-lovelace");

        assertThat(ada.field(Paths.PASSWORD, "ticket")).doesNotContain("ada");
    }

    @Test
    void unknownPagesMethodsAndHostsAreAnswered() {
        assertThat(ada.get("/ui/login/nothing-here").status()).isEqualTo(404);
        assertThat(ada.html()).contains("There is no such page.").contains("That didn’t work");
        assertThat(ada.get(Paths.CREATE).status()).isEqualTo(405);
        assertThat(ada.header("Allow")).isEqualTo("POST");
        Request elsewhere = new Request(
                "GET", "/ui/login", "", "other.example", "127.0.0.1", name -> null, InputStream.nullInputStream());
        assertThat(house.site.handle(elsewhere).status()).isEqualTo(404);
    }

    @Test
    void aDefectIsAPageWithAReferenceAndNothingElse() {
        ada.open("login_hint", "ada");
        house.store.write(tx -> tx.sql().execute("drop table users"));

        ada.submit(Paths.PASSWORD, "password", "x");

        assertThat(ada.status()).isEqualTo(500);
        assertThat(ada.html()).contains("Something went wrong on our side.").doesNotContain("users", "xception");
        assertThat(ada.html()).containsPattern("<code>[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}</code>");
    }

    @Test
    void anUnknownRequestLeadsToAPageThatSaysWhatToDo() {
        ada.get(Paths.begin("V2_unknown"));

        assertThat(ada.status()).isEqualTo(400);
        assertThat(ada.html()).contains("Go back to the application and start signing in again.");
    }

    @Test
    void aProvidersPostedAnswerComesBackAsAGetWithTheCookiesAndSetsNone() {
        ada.headers.put("Origin", "https://op.example.com");

        Response answer =
                ada.send("POST", Paths.CALLBACK, "state=a%26b&code=c+d&iss=https%3A%2F%2Fop.example.com&id_token=long");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers())
                .contains(new Response.Header(
                        "Location", Paths.CALLBACK + "?state=a%26b&code=c+d&iss=https%3A%2F%2Fop.example.com"))
                .noneMatch(header -> header.name().equals("Set-Cookie"));
    }

    @Test
    void whatAppleSaysOfAPersonComesAlongUnlessItIsTooLong() {
        Response answer = ada.send("POST", Paths.CALLBACK, "state=s&code=c&user=%7B%22name%22%3A%7B%7D%7D");
        Response cut = ada.send("POST", Paths.CALLBACK, "state=s&code=c&user=" + "x".repeat(2_001));

        assertThat(answer.headers())
                .contains(new Response.Header(
                        "Location", Paths.CALLBACK + "?state=s&code=c&user=%7B%22name%22%3A%7B%7D%7D"));
        assertThat(cut.headers()).contains(new Response.Header("Location", Paths.CALLBACK + "?state=s&code=c"));
    }

    @Test
    void theStylesheetMayBeKeptForAYearAndItsAddressChangesWithIt() {
        String address = ada.open().html().replaceAll("(?s).*<link rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");

        ada.get(address);

        assertThat(address).matches("/ui/login/assets/login-[0-9a-f]{16}\\.css");
        assertThat(ada.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(ada.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(ada.get(address.replace("login-", "login-0")).status()).isEqualTo(404);
    }

    @Test
    void theLanguageIsTheOneTheApplicationAsksFor() {
        ada.headers.put("Accept-Language", "en");

        assertThat(ada.open("ui_locales", "fr de").html())
                .contains("<html lang=\"de\">")
                .contains("Anmelden");
    }

    @Test
    void whatAPersonEntersIsShownEscaped() {
        ada.open().submit(Paths.LOGIN_NAME, "loginName", "\"><script>alert(1)</script>");

        assertThat(ada.html()).doesNotContain("<script").contains("&#34;");
    }
}
