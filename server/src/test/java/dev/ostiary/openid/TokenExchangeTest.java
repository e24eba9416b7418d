package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App;
import dev.ostiary.app.AppEvent;
import dev.ostiary.http.Response;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectEvent;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token exchange (RFC 8693) without anybody acting in another's name, which {@link ImpersonationTest} has. */
class TokenExchangeTest {
    static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
    static final String ID = "urn:ietf:params:oauth:token-type:id_token";
    static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;
    private Response tokens;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = exchanger(fixture).add();
        tokens = fixture.redeem(client, fixture.code(client));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static ProviderFixture.AppBuilder exchanger(ProviderFixture fixture) {
        return fixture.web()
                .grants(App.GrantType.AUTHORIZATION_CODE, App.GrantType.REFRESH_TOKEN, App.GrantType.TOKEN_EXCHANGE);
    }

    private Response exchange(String type, String token, String... more) {
        return exchange(Map.of(), type, token, more);
    }

    private Response exchange(Map<String, String> headers, String type, String token, String... more) {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("grant_type", TokenExchangeGrant.NAME, "subject_token", token, "subject_token_type", type));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        Map<String, String> all = new LinkedHashMap<>(basic(client, "s3cret"));
        all.putAll(headers);
        return fixture.post(TokenEndpoint.PATH, form, all);
    }

    private String accessToken() {
        return text(tokens, "access_token");
    }

    @Test
    void anAccessTokenBecomesOneForFewerScopesAndOneAudience() {
        Response answer = exchange(ACCESS, accessToken(), "scope", "openid email", "audience", client);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer))
                .containsEntry("issued_token_type", ACCESS)
                .containsEntry("token_type", "Bearer")
                .containsEntry("scope", "openid email")
                .doesNotContainKey("refresh_token");
        assertThat(json(fixture.userinfo(text(answer, "access_token"))))
                .containsEntry("sub", fixture.person.id())
                .containsEntry("email", "mia@acme.test")
                .doesNotContainKey("name");
        assertThat(json(fixture.post(
                        IntrospectEndpoint.PATH,
                        Map.of("token", text(answer, "access_token")),
                        basic(client, "s3cret"))))
                .containsEntry("aud", List.of(client))
                .doesNotContainKey("act");
    }

    @Test
    void withoutWishesItAllowsWhatTheOtherDidButNoRefresh() {
        assertThat(text(exchange(ACCESS, accessToken()), "scope")).isEqualTo("openid profile email");
    }

    @Test
    void aJwtOrAnIdTokenCanBeHadToo() throws Exception {
        Response jwt = exchange(ACCESS, accessToken(), "requested_token_type", JWT);
        Response id = exchange(ACCESS, accessToken(), "requested_token_type", ID);

        assertThat(text(jwt, "issued_token_type")).isEqualTo(JWT);
        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(text(jwt, "access_token"))
                        .orElseThrow()
                        .getClaim("client_id"))
                .isEqualTo(client);
        assertThat(json(id)).containsEntry("issued_token_type", ID).containsEntry("token_type", "N_A");
        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(text(id, "access_token"))
                        .orElseThrow()
                        .getClaims())
                .containsEntry("azp", client)
                .doesNotContainKey("at_hash");
        assertThat(fixture.userinfo(text(id, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void anIdTokenIsGoodAsLongAsItsSignInIs() {
        String token = text(tokens, "id_token");
        Response answer = exchange(ID, token, "scope", "openid profile");

        assertThat(fixture.userinfo(text(answer, "access_token")).status()).isEqualTo(200);
        fixture.store.write(tx -> {
            fixture.sessions.endSession(tx, fixture.instance.id(), "77", "");
            return true;
        });
        assertThat(fixture.userinfo(text(answer, "access_token")).status()).isEqualTo(401);
        assertThat(text(exchange(ID, token), "error")).isEqualTo("invalid_request");
    }

    @Test
    void anIdTokenOfAnotherClientOrAJwtAccessTokenIsNoSubject() {
        String elsewhere = exchanger(fixture).in("101").jwt().add();
        fixture.store.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(fixture.instance.id(), "101", fixture.organization),
                null,
                "",
                List.of(new ProjectEvent.Added(Project.named("Other")))));
        Response others = fixture.redeem(elsewhere, fixture.code(elsewhere));

        assertThat(text(exchange(ID, text(others, "id_token")), "error_description"))
                .isEqualTo("subject_token is not valid");
        assertThat(text(exchange(ID, text(others, "access_token")), "error")).isEqualTo("invalid_request");
        assertThat(text(exchange(ACCESS, text(tokens, "id_token")), "error")).isEqualTo("invalid_request");
    }

    @Test
    void whatComesOfATokenEndsWithIt() {
        fixture.pass(Duration.ofHours(11));
        String exchanged = text(exchange(ACCESS, accessToken()), "access_token");
        String again = text(exchange(ACCESS, exchanged), "access_token");

        assertThat(fixture.userinfo(again).status()).isEqualTo(200);
        fixture.pass(Duration.ofHours(1));
        assertThat(fixture.userinfo(again).status()).isEqualTo(401);
        assertThat(text(exchange(ACCESS, accessToken()), "error")).isEqualTo("invalid_request");
    }

    @Test
    void neitherMoreScopesNorAnotherAudienceCanBeHad() {
        String few = text(exchange(ACCESS, accessToken(), "scope", "openid"), "access_token");

        assertThat(text(exchange(ACCESS, few, "scope", "openid email"), "error"))
                .isEqualTo("invalid_scope");
        assertThat(text(exchange(ACCESS, accessToken(), "audience", "900"), "error"))
                .isEqualTo("invalid_target");
        assertThat(text(
                        exchange(ACCESS, accessToken(), "scope", "urn:zitadel:iam:org:project:id:zitadel:aud"),
                        "error"))
                .isEqualTo("invalid_scope");
        assertThat(text(exchange(ACCESS, accessToken(), "resource", "https://api.example.com"), "error"))
                .isEqualTo("invalid_target");
    }

    @Test
    void severalAudiencesCanBeNamed() {
        String form = Responses.encode(Map.of(
                        "grant_type",
                        TokenExchangeGrant.NAME,
                        "subject_token",
                        accessToken(),
                        "subject_token_type",
                        ACCESS))
                + "&audience=" + client + "&audience=100";
        Map<String, String> headers = new LinkedHashMap<>(basic(client, "s3cret"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Response answer = fixture.send("POST", TokenEndpoint.PATH, "", headers, form);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fixture.send("POST", TokenEndpoint.PATH, "", headers, form + "&scope=a&scope=b")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "subject_token, '', subject_token missing",
        "subject_token, x, subject_token is not valid",
        "subject_token_type, '', subject_token_type missing",
        "subject_token_type, urn:x, subject_token_type is not known",
        "subject_token_type, urn:ietf:params:oauth:token-type:refresh_token, subject_token is not valid",
        "subject_token_type, urn:ietf:params:oauth:token-type:jwt, subject_token is not valid",
        "requested_token_type, urn:x, requested_token_type is not known",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, requested_token_type urn:ietf:params:oauth:token-type:refresh_token is not supported",
        "actor_token_type, urn:ietf:params:oauth:token-type:access_token, actor_token missing",
        "actor_token, x, actor_token_type missing"
    })
    void whatIsMissingOrWrongIsTold(String name, String value, String why) {
        Response answer = exchange(ACCESS, accessToken(), name, value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).isEqualTo(Map.of("error", "invalid_request", "error_description", why));
    }

    @Test
    void anApplicationWithoutTheGrantGetsNothing() {
        String other = fixture.web().add();
        Response answer = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        TokenExchangeGrant.NAME,
                        "subject_token",
                        accessToken(),
                        "subject_token_type",
                        ACCESS),
                basic(other, "s3cret"));

        assertThat(text(answer, "error")).isEqualTo("unauthorized_client");
    }

    @Test
    void aUserWhoMayNotSignInIsNoSubject() {
        Stored<User> robot = fixture.machine("robot", User.TokenType.BEARER);
        Response own = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid"),
                basic("robot", "s3cret"));
        String exchanged = text(exchange(ACCESS, text(own, "access_token")), "access_token");
        assertThat(text(fixture.userinfo(exchanged), "sub")).isEqualTo(robot.id());
        fixture.post(RevokeEndpoint.PATH, Map.of("token", text(own, "access_token")), basic("robot", "s3cret"));

        assertThat(text(exchange(ACCESS, text(own, "access_token")), "error")).isEqualTo("invalid_request");
    }

    @Test
    void theNewTokenCanBeBoundAndABoundOneNeedsItsKey() throws Exception {
        Prover prover = Prover.of(fixture);
        Response bound = exchange(prover.with(Map.of()), ACCESS, accessToken());
        String token = text(bound, "access_token");

        assertThat(text(bound, "token_type")).isEqualTo("DPoP");
        assertThat(text(exchange(ACCESS, token), "error")).isEqualTo("invalid_request");
        assertThat(text(exchange(Prover.of(fixture).with(Map.of()), ACCESS, token), "error"))
                .isEqualTo("invalid_request");
        assertThat(exchange(prover.with(Map.of()), ACCESS, token).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inactive", "removed"})
    void anApplicationThatIsGoneTakesItsTokensAlong(String how) {
        String token = text(exchange(ACCESS, accessToken()), "access_token");
        if (how.equals("inactive")) {
            fixture.change(client, new AppEvent.Deactivated());
        } else {
            fixture.store.write(tx -> {
                fixture.sessions.endClient(tx, fixture.instance.id(), client, "");
                return true;
            });
        }

        assertThat(fixture.userinfo(token).status()).isEqualTo(401);
    }
}
