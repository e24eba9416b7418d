package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.body;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.http.Response;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String api;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        api = fixture.api();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response introspect(String token) {
        return fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(api, "s3cret"));
    }

    private Response machineToken(String scope) {
        return fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", scope),
                basic("robot", "s3cret"));
    }

    @Test
    void aTokenForTheProjectIsDescribed() {
        fixture.machine("robot", TokenType.BEARER);
        Response token = machineToken("openid profile email urn:zitadel:iam:org:project:id:100:aud");

        assertThat(json(introspect(text(token, "access_token"))))
                .containsEntry("active", true)
                .containsEntry("scope", "openid profile email urn:zitadel:iam:org:project:id:100:aud")
                .containsEntry("client_id", "robot")
                .containsEntry("token_type", "Bearer")
                .containsEntry("aud", List.of("100"))
                .containsEntry("amr", List.of("pwd"))
                .containsEntry("iss", ProviderFixture.ORIGIN)
                .containsEntry("username", "robot")
                .containsEntry("name", "robot")
                .containsKeys("exp", "iat", "nbf", "auth_time", "sub", "jti", "updated_at");
    }

    private Response introspect(String token, String accept) {
        Map<String, String> headers = new LinkedHashMap<>(basic(api, "s3cret"));
        headers.put("Accept", accept);
        return fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/token-introspection+jwt",
                "Application/Token-Introspection+JWT;q=0.5, application/json;q=0.4, */*",
                "application/json, application/token-introspection+jwt"
            })
    void whoAcceptsAJwtGetsOneThatIsSigned(String accept) throws Exception {
        var robot = fixture.machine("robot", TokenType.BEARER);
        String token = text(machineToken("openid urn:zitadel:iam:org:project:id:100:aud"), "access_token");
        Response answer = introspect(token, accept);
        SignedJWT signed = SignedJWT.parse(body(answer));
        JWK key = JWKSet.parse(body(fixture.get(KeysEndpoint.PATH, Map.of())))
                .getKeyByKeyId(signed.getHeader().getKeyID());

        assertThat(header(answer, "Content-Type")).isEqualTo("application/token-introspection+jwt");
        assertThat(signed.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(signed.getHeader().getType().getType()).isEqualTo("token-introspection+jwt");
        JWTClaimsSet claims = signed.getJWTClaimsSet();
        assertThat(claims.getClaims()).containsOnlyKeys("iss", "aud", "iat", "token_introspection");
        assertThat(claims.getIssuer()).isEqualTo(ProviderFixture.ORIGIN);
        assertThat(claims.getAudience()).containsExactly(api);
        assertThat(claims.getJSONObjectClaim("token_introspection"))
                .containsEntry("active", true)
                .containsEntry("sub", robot.id());
    }

    @Test
    void aSignedAnswerTellsNoMoreThanAnother() throws Exception {
        Response answer = introspect("nope", "application/token-introspection+jwt");

        assertThat(SignedJWT.parse(body(answer)).getJWTClaimsSet().getJSONObjectClaim("token_introspection"))
                .isEqualTo(INACTIVE);
        assertThat(fixture.userinfo(body(answer)).status()).isEqualTo(401);
        assertThat(fixture.keys.of(fixture.instance.id()).verified(body(answer)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/token-introspection+jwt;q=0",
                "application/token-introspection+jwt;q=0.1, application/json",
                ",;q"
            })
    void whoDoesNotGetsJson(String accept) {
        assertThat(header(introspect("nope", accept), "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void errorsAreNotSigned() {
        Response answer = fixture.post(
                IntrospectEndpoint.PATH,
                Map.of("token", "nope", "client_id", api, "client_secret", "wrong"),
                Map.of("Accept", "application/token-introspection+jwt"));

        assertThat(json(answer)).containsEntry("error", "invalid_client");
    }

    @Test
    void aTokenForAnotherProjectIsInactive() {
        fixture.machine("robot", TokenType.BEARER);
        Response token = machineToken("openid urn:zitadel:iam:org:project:id:101:aud");

        assertThat(json(introspect(text(token, "access_token")))).isEqualTo(INACTIVE);
    }

    @Test
    void aPersonalAccessTokenIsActiveForEveryApi() {
        var robot = fixture.machine("robot", TokenType.BEARER);
        PersonalAccessTokens tokens = new PersonalAccessTokens(fixture.ids);
        String token = fixture.store
                .write(tx -> tokens.add(tx, robot, "", List.of(), Expiration.NEVER))
                .token();

        assertThat(json(introspect(token)))
                .containsEntry("active", true)
                .containsEntry("aud", List.of(api, "100"))
                .containsEntry("sub", robot.id())
                .doesNotContainKeys("scope", "client_id", "amr");
    }

    @Test
    void anUnknownTokenIsInactive() {
        assertThat(json(introspect("nope"))).isEqualTo(INACTIVE);
    }

    @Test
    void onlyAClientThatProvesItselfIsTold() {
        String client = fixture.userAgent().add();
        Map<String, String> form = Map.of("token", "nope");

        assertThat(fixture.post(IntrospectEndpoint.PATH, form, basic(api, "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(text(fixture.post(IntrospectEndpoint.PATH, form, Map.of()), "error"))
                .isEqualTo("invalid_request");
        assertThat(text(
                        fixture.post(IntrospectEndpoint.PATH, Map.of("token", "nope", "client_id", client), Map.of()),
                        "error"))
                .isEqualTo("invalid_client");
        assertThat(text(fixture.post(IntrospectEndpoint.PATH, Map.of(), basic(api, "s3cret")), "error_description"))
                .isEqualTo("token missing");
    }

    @Test
    void aRevokedTokenIsInactive() {
        String client = fixture.web().add();
        Response tokens = fixture.redeem(client, fixture.code(client));
        assertThat(json(introspect(text(tokens, "access_token")))).containsEntry("active", true);

        Response revoked = fixture.post(
                RevokeEndpoint.PATH,
                Map.of("token", text(tokens, "refresh_token"), "token_type_hint", "access_token"),
                basic(client, "s3cret"));

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(json(introspect(text(tokens, "access_token")))).isEqualTo(INACTIVE);
        assertThat(text(fixture.refresh(client, text(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void revokingAnAccessTokenLeavesTheRefreshToken() {
        String client = fixture.web().add();
        Response tokens = fixture.redeem(client, fixture.code(client));
        fixture.post(RevokeEndpoint.PATH, Map.of("token", text(tokens, "access_token")), basic(client, "s3cret"));

        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
        assertThat(fixture.refresh(client, text(tokens, "refresh_token")).status())
                .isEqualTo(200);
    }

    @Test
    void nobodyRevokesAnothersToken() {
        String client = fixture.web().add();
        String other = fixture.web().add();
        Response tokens = fixture.redeem(client, fixture.code(client));

        for (String kind : List.of("access_token", "refresh_token")) {
            Response answer =
                    fixture.post(RevokeEndpoint.PATH, Map.of("token", text(tokens, kind)), basic(other, "s3cret"));
            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void revokingAnUnknownTokenIsNoError() {
        String client = fixture.web().add();

        assertThat(fixture.post(RevokeEndpoint.PATH, Map.of("token", "nope"), basic(client, "s3cret"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aMachineRevokesItsOwnToken() {
        fixture.machine("robot", TokenType.JWT);
        String token = text(machineToken("openid"), "access_token");
        fixture.post(RevokeEndpoint.PATH, Map.of("token", token), basic("robot", "s3cret"));

        assertThat(fixture.userinfo(token).status()).isEqualTo(401);
    }
}
