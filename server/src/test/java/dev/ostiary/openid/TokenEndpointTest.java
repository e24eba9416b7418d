package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.http.Response;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEndpointTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        fixture.machine("robot", TokenType.BEARER);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response post(String form) {
        return fixture.send(
                "POST", TokenEndpoint.PATH, "", Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                                            400, invalid_request",
        "grant_type=,                                                                   400, invalid_request",
        "grant_type=foo,                                                                400, unsupported_grant_type",
        "grant_type=password&username=a&password=b,                                     400, unsupported_grant_type",
        "grant_type=client_credentials,                                                 400, invalid_request",
        "grant_type=client_credentials&grant_type=client_credentials,                   400, invalid_request",
        "grant_type=client_credentials&client_id=nope&client_secret=s3cret&scope=openid, 400, invalid_client",
        "grant_type=client_credentials&client_id=robot&client_secret=wrong&scope=openid, 400, invalid_client",
        "grant_type=client_credentials&client_id=robot&scope=openid,                    400, invalid_client",
        "grant_type=client_credentials&client_id=mia&client_secret=s3cret&scope=openid, 400, invalid_client",
        "grant_type=client_credentials&client_id=robot&client_secret=s3cret,            400, invalid_request",
        "grant_type=client_credentials&client_id=robot&client_assertion=x&scope=openid, 400, invalid_request",
        "grant_type=authorization_code&client_id=nope&code=x&redirect_uri=https://x,    400, invalid_client",
        "grant_type=refresh_token&client_id=nope&refresh_token=x,                       400, invalid_client",
        "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&scope=openid,           400, invalid_request",
        "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&scope=openid&assertion=x, 400, invalid_grant",
    })
    void errorsAreThoseOfTheSpecification(String form, int status, String error) {
        Response answer = post(form);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer, "error")).isEqualTo(error);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(json(answer)).containsKey("error_description");
    }

    @Test
    void whoFailsWithHttpBasicIsAskedForItAgain() {
        Response answer = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid"),
                basic("robot", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(text(answer, "error")).isEqualTo("invalid_client");
        assertThat(header(answer, "WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void anUnreadableHeaderIsNoServerError() {
        for (String value : new String[] {"Basic", "Basic ", "Basic !!!", "Basic eA==", "Basic ".repeat(50)}) {
            Response answer = fixture.post(
                    TokenEndpoint.PATH,
                    Map.of("grant_type", "client_credentials", "scope", "openid"),
                    Map.of("Authorization", value));

            assertThat(answer.status()).isIn(400, 401);
        }
    }

    @Test
    void aClientAuthenticatesInOneWayOnly() {
        Response two = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid", "client_secret", "s3cret"),
                basic("robot", "s3cret"));
        Response differing = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid", "client_id", "other"),
                basic("robot", "s3cret"));

        assertThat(text(two, "error")).isEqualTo("invalid_request");
        assertThat(text(differing, "error")).isEqualTo("invalid_request");
    }

    @Test
    void aJsonBodyIsNoForm() {
        Response answer = fixture.send(
                "POST",
                TokenEndpoint.PATH,
                "",
                Map.of("Content-Type", "application/json"),
                "{\"grant_type\": \"client_credentials\"}");

        assertThat(text(answer, "error_description")).isEqualTo("grant_type missing");
    }

    @Test
    void aMachineGetsATokenForItsSecret() {
        Response answer =
                post("grant_type=client_credentials&client_id=robot&client_secret=s3cret&scope=openid+profile");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer)).containsKeys("access_token", "id_token").doesNotContainKey("refresh_token");
        assertThat(json(fixture.userinfo(text(answer, "access_token"))))
                .containsEntry("name", "robot")
                .containsEntry("preferred_username", "robot");
    }

    @Test
    void theClientIdIsUrlDecodedFromHttpBasic() {
        fixture.machine("r2 d2:+ä", TokenType.BEARER);
        Response answer = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid"),
                basic("r2 d2:+ä", "s3cret"));

        assertThat(answer.status()).isEqualTo(200);
        JWTClaimsSet claims = fixture.keys
                .of(fixture.instance.id())
                .verified(text(answer, "id_token"))
                .orElseThrow();
        assertThat(claims.getAudience()).containsExactly("r2 d2:+ä");
    }

    @Test
    void unknownScopesAreDroppedAndWithoutOpenidThereIsNoIdToken() {
        Response answer = post("grant_type=client_credentials&client_id=robot&client_secret=s3cret&scope=foo");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer)).doesNotContainKey("id_token");
    }

    @Test
    void aTokenForTheOwnProjectOpensTheApi() {
        String form = "grant_type=client_credentials&client_id=robot&client_secret=s3cret&scope=openid";
        String plain = text(post(form), "access_token");
        String forApi = text(post(form + "+urn:zitadel:iam:org:project:id:zitadel:aud"), "access_token");

        assertThat(opens(plain)).isFalse();
        assertThat(opens(forApi)).isTrue();
    }

    private boolean opens(String token) {
        return fixture.store.read(sql -> fixture.tokens
                .byToken(sql, fixture.instance.id(), token)
                .orElseThrow()
                .opensApi(fixture.instance.project()));
    }

    @Test
    void aMachineMayHaveJwtAccessTokens() {
        fixture.machine("signed", TokenType.JWT);
        Response answer = post("grant_type=client_credentials&client_id=signed&client_secret=s3cret&scope=openid"
                + "+urn:zitadel:iam:org:project:id:5:aud");
        JWTClaimsSet claims = fixture.keys
                .of(fixture.instance.id())
                .verified(text(answer, "access_token"))
                .orElseThrow();

        assertThat(claims.getAudience()).containsExactly("5");
        assertThat(claims.getClaim("client_id")).isEqualTo("signed");
        assertThat(fixture.userinfo(text(answer, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void aPublicClientProvesItselfByItsVerifierAlone() {
        String client = fixture.userAgent().add();
        String code = fixture.code(client);
        Response answer = post("grant_type=authorization_code&client_id=" + client + "&code=" + code + "&redirect_uri="
                + ProviderFixture.CALLBACK + "&code_verifier=" + ProviderFixture.VERIFIER);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aClientWithASecretMustSendIt() {
        String client = fixture.web().add();
        Response answer = post("grant_type=authorization_code&client_id=" + client + "&code=x&redirect_uri=x");

        assertThat(text(answer, "error")).isEqualTo("invalid_client");
        assertThat(text(
                        fixture.post(
                                TokenEndpoint.PATH,
                                Map.of("grant_type", "authorization_code", "code", "x", "redirect_uri", "x"),
                                basic(client, "wrong")),
                        "error"))
                .isEqualTo("invalid_client");
    }

    @Test
    void anUnknownHostIsNotFound() {
        Response answer = fixture.send("POST", TokenEndpoint.PATH, "", Map.of("Host", "evil.test"), "");

        assertThat(answer.status()).isEqualTo(404);
    }
}
