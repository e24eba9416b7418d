package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back from a site that hands over a token in a header. */
class TokenPagesTest {
    private static final String HEADER = "X-Custom-Tkn";
    private static final String ASKED = "We don’t know you yet";

    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private Visitor alice;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        alice = new Visitor(house);
        house.policy(House.policy(true, house.site("Intranet", op)));
    }

    @AfterEach
    void close() {
        op.close();
        house.close();
    }

    /** The query that the site was given. */
    private String given() {
        alice.open().get(alice.links().getFirst());
        assertThat(alice.left()).startsWith("https://intranet.example.com/ipd?authRequestID=");
        return "?" + URI.create(alice.left()).getRawQuery();
    }

    private String token() {
        return op.handedToken(TestProvider.alice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "bearer "})
    void aProxyInFrontOfUsAddsTheHeader(String scheme) {
        String given = given();
        alice.headers.put(HEADER, scheme + token());

        assertThat(alice.get(Paths.TOKEN + given).title()).isEqualTo(ASKED);
    }

    @Test
    void thePathThatSitesWereToldBeforeIsTakenToo() {
        String given = given();
        alice.headers.put(HEADER, token());

        assertThat(alice.get(Paths.OLD_TOKEN + given).title()).isEqualTo(ASKED);
    }

    @Test
    void throughAnAddressOfTheSiteTheBrowserIsSentOnToOurs() {
        String given = given();
        String token = token();

        String to = throughTheSite(given, token);

        assertThat(to)
                .startsWith(house.origin + Paths.TOKEN_CALLBACK + "?authRequestID=")
                .doesNotContain(token);
        assertThat(alice.get(to.substring(house.origin.length())).title()).isEqualTo(ASKED);
    }

    @Test
    void whatIsSentOnIsWorthNothingInAnotherBrowserOrChanged() {
        String to = throughTheSite(given(), token()).substring(house.origin.length());
        assertThat(new Visitor(house).get(to).html()).contains("started in another browser");
        String changed = throughTheSite(given(), token()).substring(house.origin.length());
        assertThat(alice.get(changed.substring(0, changed.length() - 4) + "AAAA")
                        .html())
                .contains("is incomplete");
    }

    @Test
    void withoutTheHeaderAPageSaysSoAndLeadsBack() {
        alice.get(Paths.TOKEN + given());

        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html()).contains("is incomplete").contains("Back to Orders");
    }

    @Test
    void aTokenInTheAddressIsNotRead() {
        alice.get(Paths.TOKEN + given() + "&token=" + token());

        assertThat(alice.html()).contains("is incomplete");
    }

    @Test
    void aTokenThatBelongsToNoSignInLeadsToAPage() {
        alice.headers.put(HEADER, token());

        assertThat(alice.get(Paths.TOKEN + "?authRequestID=x&userAgentID=y").html())
                .contains("any sign-in we know");
    }

    private String throughTheSite(String given, String token) {
        Visitor proxy = new Visitor(house);
        proxy.headers.put(HEADER, token);
        Response answer = proxy.send("GET", Paths.TOKEN + given, "");
        assertThat(answer.status()).isEqualTo(303);
        return answer.headers().stream()
                .filter(header -> header.name().equals("Location"))
                .map(Response.Header::value)
                .findFirst()
                .orElseThrow();
    }
}
