package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.body;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.app.App;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizeEndpointTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.userAgent().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response ask(String... changes) {
        return fixture.get(AuthorizeEndpoint.PATH, authorization(client, changes));
    }

    @Test
    void aValidRequestWaitsForTheLoginPages() {
        AuthRequest request = fixture.ask(
                client,
                "scope",
                "openid foo urn:zitadel:iam:org:id:" + fixture.organization
                        + " urn:zitadel:iam:org:idp:id:55 urn:zitadel:iam:org:project:id:zitadel:aud",
                "prompt",
                "login select_account unknown",
                "max_age",
                "300",
                "login_hint",
                "mia@acme.test",
                "ui_locales",
                "de-CH en <script>");

        assertThat(request.clientId()).isEqualTo(client);
        assertThat(request.scopes()).doesNotContain("foo").contains("openid", "urn:zitadel:iam:org:idp:id:55");
        assertThat(request.organization()).isEqualTo(fixture.organization);
        assertThat(request.idp()).isEqualTo("55");
        assertThat(request.prompts()).containsExactly("login", "select_account");
        assertThat(request.maxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(request.loginHint()).isEqualTo("mia@acme.test");
        assertThat(request.uiLocales()).containsExactly("de-CH", "en");
        assertThat(request.audience()).containsExactly(client, "100", "900");
        assertThat(request.toString()).doesNotContain(request.id());
    }

    @Test
    void theOrganizationMayBeNamedByItsPrimaryDomain() {
        assertThat(fixture.ask(client, "scope", "openid urn:zitadel:iam:org:domain:primary:acme.id.example.com")
                        .organization())
                .isEqualTo(fixture.organization);
    }

    @Test
    void anotherInstanceDoesNotFindTheRequest() {
        assertThat(fixture.provider
                        .requests()
                        .find("another", fixture.ask(client).id()))
                .isEmpty();
    }

    @Test
    void aRequestWaitsAnHour() {
        AuthRequest request = fixture.ask(client);
        fixture.pass(Duration.ofHours(1));

        assertThat(fixture.provider.requests().find(fixture.instance.id(), request.id()))
                .isEmpty();
        assertThatThrownBy(() -> fixture.provider.requests().complete(fixture.call(), request, fixture.session("77")))
                .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id,    '',                       auth request is missing client_id",
        "client_id,    nope,                     no application has this client_id",
        "redirect_uri, '',                       auth request is missing redirect_uri",
        "redirect_uri, https://evil.test/cb,     redirect_uri is not registered for the application",
    })
    void theBrowserNeverGoesToAUriThatIsNotRegistered(String parameter, String value, String description) {
        Response answer = ask(parameter, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).isEqualTo("invalid_request");
        assertThat(text(answer, "error_description")).isEqualTo(description);
        assertThat(header(answer, "Location")).isEmpty();
    }

    @Test
    void aClientIdOrRedirectUriSentTwiceIsAnsweredHere() {
        for (String name : new String[] {"client_id", "redirect_uri"}) {
            String query = Responses.encode(authorization(client)) + "&" + name + "=x";
            Response answer = fixture.send("GET", AuthorizeEndpoint.PATH, query, Map.of(), "");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(header(answer, "Location")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,         '',            invalid_request",
        "response_type,         code code,     unsupported_response_type",
        "response_mode,         web_message,   invalid_request",
        "scope,                 '',            invalid_request",
        "scope,                 openid urn:zitadel:iam:org:id:404, invalid_scope",
        "code_challenge,        '',            invalid_request",
        "code_challenge,        tooshort,      invalid_request",
        "code_challenge_method, plain,         invalid_request",
        "code_challenge_method, '',            invalid_request",
        "prompt,                none login,    invalid_request",
        "max_age,               -1,            invalid_request",
        "max_age,               soon,          invalid_request",
        "max_age,               99999999999,   invalid_request",
        "request_uri,           https://a.b/c, request_uri_not_supported",
        "registration,          {},            registration_not_supported",
        "prompt,                none,          login_required",
    })
    void whatElseIsWrongIsToldToTheApplication(String parameter, String value, String error) {
        Response answer = ask(parameter, value);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(header(answer, "Location")).startsWith(ProviderFixture.CALLBACK + "?");
        assertThat(location(header(answer, "Location")))
                .containsEntry("error", error)
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ProviderFixture.ORIGIN)
                .containsKey("error_description")
                .doesNotContainKey("code");
    }

    @Test
    void aParameterSentTwiceIsToldToTheApplication() {
        String query = Responses.encode(authorization(client)) + "&nonce=other";
        Response answer = fixture.send("GET", AuthorizeEndpoint.PATH, query, Map.of(), "");

        assertThat(location(header(answer, "Location"))).containsEntry("error", "invalid_request");
    }

    @Test
    void aClientWithASecretMayDoWithoutPkce() {
        String web = fixture.web().add();

        assertThat(fixture.ask(web, "code_challenge", "", "code_challenge_method", "")
                        .codeChallenge())
                .isEmpty();
    }

    @Test
    void anApplicationWithoutTheCodeGrantIsRefused() {
        String other = fixture.userAgent().grants(App.GrantType.DEVICE_CODE).add();
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(other));

        assertThat(location(header(answer, "Location"))).containsEntry("error", "unauthorized_client");
    }

    @Test
    void anApiSignsNobodyIn() {
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(fixture.api()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).isEqualTo("unauthorized_client");
    }

    @Test
    void aRequestMayBePosted() {
        Response answer = fixture.post(AuthorizeEndpoint.PATH, authorization(client), Map.of());

        assertThat(answer.status()).isEqualTo(303);
        assertThat(header(answer, "Location")).startsWith("/ui/login/login?authRequestID=V2_");
    }

    @Test
    void promptNoneIsAnsweredAtOnceWithASession() {
        fixture.browserSession.set(fixture.session("77"));
        fixture.pass(Duration.ofMinutes(10));

        assertThat(location(header(ask("prompt", "none"), "Location")))
                .containsKey("code")
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ProviderFixture.ORIGIN);
        assertThat(location(header(ask("prompt", "none", "max_age", "600"), "Location")))
                .containsKey("code");
        assertThat(location(header(ask("prompt", "none", "max_age", "599"), "Location")))
                .containsEntry("error", "login_required");
        String other = fixture.store.write(tx -> fixture.orgs
                .add(tx, fixture.instance.id(), "id.example.com", "", "Other")
                .id());
        assertThat(location(
                        header(ask("prompt", "none", "scope", "openid urn:zitadel:iam:org:id:" + other), "Location")))
                .containsEntry("error", "login_required");
    }

    @Test
    void promptNoneWantsTheUserThatTheHintNames() {
        fixture.browserSession.set(fixture.session("77"));
        String web = fixture.web().add();
        String hint = text(fixture.redeem(web, fixture.code(web)), "id_token");

        assertThat(location(header(ask("prompt", "none", "id_token_hint", hint), "Location")))
                .containsKey("code");
        assertThat(location(header(ask("prompt", "none", "id_token_hint", "not.a.token"), "Location")))
                .containsKey("code");
        assertThat(fixture.ask(client, "id_token_hint", hint).hintedUser()).isEqualTo(fixture.person.id());
    }

    @Test
    void anOlderSessionDoesNotAnswerPromptLogin() {
        var session = fixture.session("77");
        fixture.pass(Duration.ofSeconds(1));
        AuthRequest request = fixture.ask(client, "prompt", "login");

        assertThat(SignIn.satisfies(request, session.state(), fixture.now.get()))
                .isFalse();
        assertThatThrownBy(() -> fixture.provider.requests().complete(fixture.call(), request, session))
                .isInstanceOf(Problem.class);
        assertThat(SignIn.satisfies(request, fixture.session("78").state(), fixture.now.get()))
                .isTrue();
    }

    @Test
    void aRefusalIsToldToTheApplication() {
        AuthRequest request = fixture.ask(client);
        String uri = fixture.provider.requests().refuse(fixture.call(), request, "access_denied", "no \"thanks\"");

        assertThat(location(uri))
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "no thanks")
                .containsEntry("state", "s t&te");
    }

    @Test
    void anAnswerMayComeInTheFragment() {
        AuthRequest request = fixture.ask(client, "response_mode", "fragment");
        String uri = fixture.provider.requests().complete(fixture.call(), request, fixture.session("77"));

        assertThat(uri).startsWith(ProviderFixture.CALLBACK + "#");
        assertThat(location(uri)).containsKeys("code", "state", "iss");
    }

    @Test
    void anAnswerMayBePostedOnce() {
        AuthRequest request = fixture.ask(client, "response_mode", "form_post", "state", "\"><script>");
        String uri = fixture.provider.requests().complete(fixture.call(), request, fixture.session("77"));
        Map<String, String> ticket = location(uri);
        Response form = fixture.get(FormPosts.PATH, ticket);

        assertThat(uri).startsWith(ProviderFixture.ORIGIN + FormPosts.PATH + "?ticket=");
        assertThat(form.status()).isEqualTo(200);
        assertThat(body(form))
                .contains("action=\"" + ProviderFixture.CALLBACK + "\"")
                .contains("name=\"code\"")
                .contains("name=\"iss\"")
                .doesNotContain("\"><script>\"");
        assertThat(header(form, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(fixture.get(FormPosts.PATH, ticket).status()).isEqualTo(400);
    }

    @Test
    void anErrorMayBePostedToo() {
        Response form = ask("response_mode", "form_post", "prompt", "none");

        assertThat(form.status()).isEqualTo(200);
        assertThat(body(form)).contains("value=\"login_required\"");
    }

    @Test
    void scriptsOfOtherOriginsGetNothing() {
        Response answer = fixture.send(
                "GET",
                AuthorizeEndpoint.PATH,
                Responses.encode(authorization(client)),
                Map.of("Origin", "https://evil.test"),
                "");

        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
    }
}
