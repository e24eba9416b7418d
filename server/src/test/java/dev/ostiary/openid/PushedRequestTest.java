package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushedRequestTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String app;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        app = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response push(String... changes) {
        return fixture.post(PushedAuthorizationEndpoint.PATH, authorization(app, changes), basic(app, "s3cret"));
    }

    private Response open(String clientId, String requestUri) {
        return fixture.get(AuthorizeEndpoint.PATH, Map.of("client_id", clientId, "request_uri", requestUri));
    }

    @Test
    void aPushedRequestIsGoneOnWithByItsName() {
        Response pushed = push("login_hint", "mia & co");

        assertThat(pushed.status()).isEqualTo(201);
        assertThat(text(pushed, "request_uri")).matches("urn:ietf:params:oauth:request_uri:[A-Za-z0-9_-]{43}");
        assertThat(header(pushed, "Cache-Control")).isEqualTo("no-store");
        Response redirect = open(app, text(pushed, "request_uri"));
        String id = location(header(redirect, "Location")).getOrDefault("authRequestID", "");
        AuthRequest request =
                fixture.provider.requests().find(fixture.instance.id(), id).orElseThrow();
        assertThat(request.loginHint()).isEqualTo("mia & co");
        assertThat(request.state()).isEqualTo("s t&te");
    }

    @Test
    void whatElseTheBrowserBringsCountsForNothing() {
        Response redirect = fixture.get(
                AuthorizeEndpoint.PATH,
                Map.of(
                        "client_id",
                        app,
                        "request_uri",
                        text(push(), "request_uri"),
                        "scope",
                        "openid urn:zitadel:iam:org:project:id:zitadel:aud",
                        "redirect_uri",
                        "https://evil.example/"));

        String id = location(header(redirect, "Location")).getOrDefault("authRequestID", "");
        AuthRequest request =
                fixture.provider.requests().find(fixture.instance.id(), id).orElseThrow();
        assertThat(request.redirectUri()).isEqualTo(ProviderFixture.CALLBACK);
        assertThat(request.scopes()).doesNotContain("urn:zitadel:iam:org:project:id:zitadel:aud");
    }

    @Test
    void aPushedRequestIsGoodOnce() {
        String requestUri = text(push(), "request_uri");

        assertThat(open(app, requestUri).status()).isEqualTo(302);
        assertThat(json(open(app, requestUri))).containsEntry("error", "invalid_request");
    }

    @Test
    void aPushedRequestOfAnotherAppIsRefusedAndStaysGood() {
        String requestUri = text(push(), "request_uri");

        assertThat(json(open(fixture.web().add(), requestUri))).containsEntry("error", "invalid_request");
        assertThat(open(app, requestUri).status()).isEqualTo(302);
    }

    @Test
    void aPushedRequestLivesAMinute() {
        String requestUri = text(push(), "request_uri");
        fixture.pass(Duration.ofSeconds(60));

        assertThat(json(open(app, requestUri))).containsEntry("error", "invalid_request");
        assertThat(fixture.store.write(PushedRequests::sweep)).isOne();
    }

    @Test
    void aNameThatWasNeverGivenIsRefused() {
        assertThat(json(open(app, "urn:ietf:params:oauth:request_uri:x"))).containsEntry("error", "invalid_request");
        assertThat(json(open("404", text(push(), "request_uri")))).containsEntry("error", "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, https://evil.example/, invalid_request",
        "redirect_uri, '', invalid_request",
        "response_type, token, unsupported_response_type",
        "response_type, '', invalid_request",
        "scope, '', invalid_request",
        "code_challenge_method, plain, invalid_request",
        "request_uri, urn:ietf:params:oauth:request_uri:x, request_uri_not_supported",
        "request, e30.e30., invalid_request_object",
        "client_id, '404', invalid_request"
    })
    void aRequestThatIsNotValidIsRefusedAtOnce(String name, String value, String error) {
        Response answer = push(name, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("error", error);
    }

    @Test
    void theAppProvesWhoItIs() {
        Response wrong = fixture.post(PushedAuthorizationEndpoint.PATH, authorization(app), basic(app, "wrong"));
        Response none = fixture.post(PushedAuthorizationEndpoint.PATH, authorization(app), Map.of());

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(json(none)).containsEntry("error", "invalid_client");
    }

    @Test
    void aSecretInTheFormIsNotKept() {
        Map<String, String> form = authorization(app, "client_secret", "s3cret");
        assertThat(fixture.post(PushedAuthorizationEndpoint.PATH, form, Map.of())
                        .status())
                .isEqualTo(201);

        assertThat(fixture.store.<String>read(sql -> sql.select("select parameters from pushed_requests")
                        .mapTo(String.class)
                        .one()))
                .doesNotContain("s3cret");
    }

    @Test
    void anApiPushesNothing() {
        String api = fixture.api();

        assertThat(json(fixture.post(PushedAuthorizationEndpoint.PATH, authorization(api), basic(api, "s3cret"))))
                .containsEntry("error", "unauthorized_client");
    }
}
