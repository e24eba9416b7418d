package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.bearer;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.http.Response;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserinfoEndpointTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private Stored<User> robot;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        robot = fixture.machine("robot", TokenType.BEARER);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String pat(List<String> scopes) {
        PersonalAccessTokens tokens = new PersonalAccessTokens(fixture.ids);
        return fixture.store
                .write(tx -> tokens.add(tx, robot, "", scopes, Expiration.NEVER))
                .token();
    }

    @Test
    void aPersonalAccessTokenFromTheApiTellsWhoseItIs() {
        assertThat(json(fixture.userinfo(pat(PersonalAccessTokens.API_SCOPES))))
                .containsOnlyKeys(
                        "sub",
                        "name",
                        "preferred_username",
                        "updated_at",
                        "urn:zitadel:iam:user:resourceowner:id",
                        "urn:zitadel:iam:user:resourceowner:name",
                        "urn:zitadel:iam:user:resourceowner:primary_domain")
                .containsEntry("sub", robot.id())
                .containsEntry("urn:zitadel:iam:user:resourceowner:id", fixture.organization)
                .containsEntry("urn:zitadel:iam:user:resourceowner:primary_domain", "acme.id.example.com");
    }

    @Test
    void aTokenWithoutScopesTellsTheSubjectOnly() {
        assertThat(json(fixture.userinfo(pat(List.of())))).containsOnlyKeys("sub");
    }

    @Test
    void metadataIsInBase64url() {
        String client = fixture.web().add();
        Response tokens = fixture.redeem(client, fixture.code(client, "scope", "openid urn:zitadel:iam:user:metadata"));

        assertThat(json(fixture.userinfo(text(tokens, "access_token"))))
                .containsEntry("urn:zitadel:iam:user:metadata", Map.of("team", "-_8"));
    }

    @Test
    void theTokenMayComeInAForm() {
        Response answer = fixture.post(UserinfoEndpoint.PATH, Map.of("access_token", pat(List.of())), Map.of());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aTokenThatComesTwiceIsRefused() {
        String token = pat(List.of());
        Response answer = fixture.post(UserinfoEndpoint.PATH, Map.of("access_token", token), bearer(token));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aTokenInTheQueryIsNotRead() {
        assertThat(fixture.get(UserinfoEndpoint.PATH, Map.of("access_token", pat(List.of())))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aMissingTokenIsAskedFor() {
        Response answer = fixture.get(UserinfoEndpoint.PATH, Map.of());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(json(answer))
                .isEqualTo(Map.of("error", "invalid_request", "error_description", "access token missing"));
        assertThat(header(answer, "WWW-Authenticate")).startsWith("Bearer, DPoP algs=");
    }

    @Test
    void anUnknownTokenIsRefused() {
        for (String token : List.of("nope", "x".repeat(5000), "a.b.c", "ä ö")) {
            Response answer = fixture.userinfo(token);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(json(answer))
                    .isEqualTo(Map.of("error", "access_denied", "error_description", "access token invalid"));
            assertThat(header(answer, "WWW-Authenticate")).contains("invalid_token");
        }
    }

    @Test
    void scriptsOfAnyOriginMayUseIt() {
        Response preflight = fixture.send(
                "OPTIONS",
                UserinfoEndpoint.PATH,
                "",
                Map.of(
                        "Origin", "https://app.test",
                        "Access-Control-Request-Method", "GET",
                        "Access-Control-Request-Headers", "authorization"),
                "");
        Response answer = fixture.send(
                "GET",
                UserinfoEndpoint.PATH,
                "",
                Map.of("Origin", "https://app.test", "Authorization", "Bearer " + pat(List.of())),
                "");

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
        assertThat(header(preflight, "Access-Control-Allow-Headers")).isEqualTo("authorization");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
        assertThat(header(answer, "Vary")).isEqualTo("Origin");
    }

    @Test
    void aPreflightForAHeaderThatIsNotOnTheListGetsNoPermission() {
        Response preflight = fixture.send(
                "OPTIONS",
                UserinfoEndpoint.PATH,
                "",
                Map.of(
                        "Origin", "https://app.test",
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "authorization,content-type,x-grpc-web,x-zitadel-orgid"),
                "");

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEmpty();
    }
}
