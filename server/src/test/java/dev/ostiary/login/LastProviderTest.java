package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser knows which provider was last signed in through. */
class LastProviderTest {
    private static final String COOKIE = "ostiary-provider";
    private static final String LAST = "Last used";

    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private TestProvider other;
    private Visitor alice;
    private String contoso;
    private String fabrikam;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        other = new TestProvider(house.clock);
        alice = new Visitor(house);
        contoso = house.provider("Contoso", op, false, true);
        fabrikam = house.provider("Fabrikam", other, false, true);
    }

    @AfterEach
    void close() {
        op.close();
        other.close();
        house.close();
    }

    @Test
    void theProviderThatWasLastUsedComesFirst() {
        house.policy(House.policy(true, contoso, fabrikam));
        assertThat(alice.open().html()).doesNotContain(LAST);
        signIn(alice.open().links().getLast(), other);

        alice.open("prompt", "login");

        assertThat(alice.html())
                .containsSubsequence(LAST, "Continue with Fabrikam", "Continue with Contoso")
                .containsOnlyOnce("Continue with Fabrikam");
        assertThat(alice.get(alice.links().getFirst()).left()).startsWith(other.issuer() + "/auth?");
    }

    @Test
    void itIsOfferedWhereOnlyADomainLedToItBefore() {
        house.organization("Contoso", House.policy(false, contoso));
        alice.open().submit(Paths.LOGIN_NAME, "loginName", "new@contoso." + House.HOST);
        signIn("", op);

        alice.open("prompt", "login");

        assertThat(alice.html()).contains("Continue with Contoso", LAST, "name=\"loginName\"");
        signIn(alice.links().getLast(), op);
        assertThat(alice.left()).startsWith(House.CALLBACK + "?code=");
    }

    @Test
    void itIsNotOfferedWhereTheApplicationWantsAnotherOrganization() {
        house.organization("Contoso", House.policy(false, contoso));
        String org = house.organization("Fabrikam", House.policy(true, fabrikam));
        alice.open().submit(Paths.LOGIN_NAME, "loginName", "new@contoso." + House.HOST);
        signIn("", op);
        String again = lastLink();

        alice.open("prompt", "login", "scope", "openid urn:zitadel:iam:org:id:" + org);

        assertThat(alice.html()).contains("Continue with Fabrikam").doesNotContain(LAST, "Contoso");
        String request = alice.links().getLast().replaceAll(".*authRequestID=([^&]+).*", "$1");
        alice.get(again.replaceAll("authRequestID=[^&]+", "authRequestID=" + request));
        assertThat(alice.html()).contains("not available here");
    }

    @Test
    void itIsForgottenByWhoWantsAnotherAccount() {
        house.policy(House.policy(true, contoso, fabrikam));
        signIn(alice.open().links().getFirst(), op);

        alice.open("prompt", "select_account");
        assertThat(alice.title()).isEqualTo("Choose an account");
        alice.get(alice.links().getLast());

        assertThat(alice.title()).isEqualTo("Sign in");
        assertThat(alice.html()).doesNotContain(LAST);
        assertThat(alice.cookies).doesNotContainKey(COOKIE);
    }

    @Test
    void whatIsNoLongerOfferedIsNotShown() {
        house.policy(House.policy(true, contoso, fabrikam));
        signIn(alice.open().links().getFirst(), op);
        String again = lastLink();

        house.policy(House.policy(true, fabrikam));

        assertThat(alice.open("prompt", "login").html()).doesNotContain(LAST, "Contoso");
        assertThat(alice.get(again).html()).contains("not available here");
    }

    @Test
    void theCookieIsSealedAndLivesForHalfAYear() {
        house.policy(House.policy(true, contoso));
        signIn(alice.open().links().getLast(), op);

        assertThat(alice.setCookies)
                .filteredOn(cookie -> cookie.startsWith(COOKIE + "="))
                .singleElement()
                .asString()
                .endsWith("; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                        + Duration.ofDays(180).toSeconds())
                .doesNotContain(contoso);
    }

    @Test
    void aCookieThatIsNotOursIsNoChoice() {
        house.policy(House.policy(true, contoso, fabrikam));
        alice.cookies.put(COOKIE, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiM");
        assertThat(alice.open().status()).isEqualTo(200);
        assertThat(alice.html()).doesNotContain(LAST);
        alice.cookies.put(COOKIE, "not base64!");
        assertThat(alice.open().status()).isEqualTo(200);
    }

    /** The link to the provider that was last used. */
    private String lastLink() {
        return alice.open("prompt", "login").links().stream()
                .filter(link -> link.endsWith("&last=1"))
                .findFirst()
                .orElseThrow();
    }

    /** @param link to the provider, empty when the browser is there already */
    private void signIn(String link, TestProvider at) {
        if (!link.isEmpty()) {
            alice.get(link);
        }
        assertThat(alice.left()).startsWith(at.issuer() + "/auth?");
        Map<String, String> answer = at.agree(URI.create(alice.left()));
        alice.get(Paths.CALLBACK + "?state=" + answer.get("state") + "&code=" + answer.get("code"));
        if (alice.title().startsWith("We don’t know you yet")) {
            alice.submit(Paths.CREATE, "userName", "user" + house.countOf("users"));
        }
        assertThat(alice.left()).startsWith(House.CALLBACK);
        house.clock.advance(Duration.ofMinutes(1));
    }
}
