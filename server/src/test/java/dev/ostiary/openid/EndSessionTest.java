package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndSessionTest {
    private static final String BYE = "https://app.example.com/bye";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;
    private Response tokens;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.web().add();
        tokens = fixture.redeem(client, fixture.code(client));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response end(Map<String, String> parameters) {
        return fixture.get(EndSessionEndpoint.PATH, parameters);
    }

    @Test
    void aHintEndsItsSessionAndTokensEvenWhenItHasExpired() {
        fixture.pass(Duration.ofHours(11));
        Response answer =
                end(Map.of("id_token_hint", text(tokens, "id_token"), "post_logout_redirect_uri", BYE, "state", "a b"));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo(BYE + "?state=a+b");
        assertThat(fixture.endedSession.get()).isEqualTo("77");
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void anExpiredHintIsAHintToo() {
        fixture.pass(Duration.ofDays(2));
        end(Map.of("id_token_hint", text(tokens, "id_token")));

        assertThat(text(fixture.refresh(client, text(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void withoutAUriTheBrowserIsToldThatItIsSignedOut() {
        assertThat(header(end(Map.of("id_token_hint", text(tokens, "id_token"))), "Location"))
                .isEqualTo("/ui/login/logout/done");
    }

    @Test
    void withoutAHintThePersonIsAsked() {
        Response answer = end(Map.of("client_id", client, "post_logout_redirect_uri", BYE, "state", "x"));

        assertThat(header(answer, "Location")).startsWith("/ui/login/logout?");
        assertThat(ProviderFixture.location(header(answer, "Location")))
                .containsEntry("client_id", client)
                .containsEntry("post_logout_redirect_uri", BYE)
                .containsEntry("state", "x");
        assertThat(header(end(Map.of()), "Location")).isEqualTo("/ui/login/logout");
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void theBrowserGoesToRegisteredUrisOnly() {
        String hint = text(tokens, "id_token");

        for (String uri : new String[] {"https://evil.test/", BYE + "/", BYE + "?x=1", ProviderFixture.CALLBACK}) {
            Response answer = end(Map.of("id_token_hint", hint, "post_logout_redirect_uri", uri));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(text(answer, "error_description")).isEqualTo("post_logout_redirect_uri invalid");
            assertThat(end(Map.of("client_id", client, "post_logout_redirect_uri", uri))
                            .status())
                    .isEqualTo(400);
        }
        assertThat(end(Map.of("post_logout_redirect_uri", BYE)).status()).isEqualTo(400);
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void theLoginPagesAskAgainWhereTheBrowserMayGo() {
        PostLogout postLogout = fixture.provider.postLogout();

        assertThat(postLogout.target(fixture.instance.id(), client, BYE, "x")).contains(BYE + "?state=x");
        assertThat(postLogout.target(fixture.instance.id(), client, "https://evil.test", ""))
                .isEmpty();
        assertThat(postLogout.target("another", client, BYE, "")).isEmpty();
        assertThat(postLogout.target(fixture.instance.id(), "", "", "")).contains("/ui/login/logout/done");
    }

    @Test
    void aHintThatIsNotOursIsRefused() {
        String hint = text(tokens, "id_token");
        String forged = hint.substring(0, hint.lastIndexOf('.') + 1) + "AAAA";

        assertThat(end(Map.of("id_token_hint", forged)).status()).isEqualTo(400);
        assertThat(end(Map.of("id_token_hint", "x")).status()).isEqualTo(400);
        assertThat(end(Map.of("id_token_hint", hint, "client_id", "404")).status())
                .isEqualTo(400);
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void itMayBePosted() {
        Response answer =
                fixture.post(EndSessionEndpoint.PATH, Map.of("id_token_hint", text(tokens, "id_token")), Map.of());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
    }
}
