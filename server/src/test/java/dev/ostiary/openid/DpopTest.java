package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.bearer;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.http.Response;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and codes that are bound to a key (RFC 9449 sections 5 to 7 and 10). */
class DpopTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private Prover prover;
    private Prover thief;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        prover = Prover.of(fixture);
        thief = Prover.of(fixture);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response redeem(String client, String code, Map<String, String> headers) {
        return fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        client,
                        "code",
                        code,
                        "redirect_uri",
                        ProviderFixture.CALLBACK,
                        "code_verifier",
                        ProviderFixture.VERIFIER),
                headers);
    }

    private Response refresh(String client, String token, Map<String, String> headers) {
        return fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", token),
                headers);
    }

    private Response userinfo(Map<String, String> headers) {
        return fixture.send("GET", UserinfoEndpoint.PATH, "", headers, "");
    }

    /** An access token of a public client that is bound to the prover's key. */
    private String token() throws Exception {
        String client = fixture.userAgent().add();
        return text(redeem(client, fixture.code(client), prover.with(Map.of())), "access_token");
    }

    // Using tokens

    @Test
    void aBoundTokenOpensUserinfoWithAProof() throws Exception {
        Response answer = userinfo(prover.toUserinfo(token(), claims -> {}));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer, "sub")).isEqualTo(fixture.person.id());
    }

    @Test
    void aBoundTokenIsNoBearerToken() throws Exception {
        String token = token();
        Response inHeader = userinfo(bearer(token));
        Response inForm = fixture.post(UserinfoEndpoint.PATH, Map.of("access_token", token), Map.of());

        for (Response answer : List.of(inHeader, inForm)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(text(answer, "error")).isEqualTo("invalid_token");
            assertThat(header(answer, "WWW-Authenticate"))
                    .startsWith("DPoP error=\"invalid_token\", algs=\"ES256 ")
                    .doesNotContain("HS256", "none");
        }
    }

    @Test
    void aBoundTokenWithoutAProofIsRefused() throws Exception {
        Response answer = userinfo(Map.of("Authorization", "DPoP " + token()));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(text(answer, "error")).isEqualTo("invalid_dpop_proof");
        assertThat(header(answer, "WWW-Authenticate")).startsWith("DPoP error=\"invalid_dpop_proof\", algs=");
    }

    @Test
    void aProofByAnotherKeyOpensNothing() throws Exception {
        Response answer = userinfo(thief.toUserinfo(token(), claims -> {}));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(text(answer, "error")).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void aProofIsForOneTokenOneRequestAndGoodOnce() throws Exception {
        String token = token();
        Map<String, String> right = prover.toUserinfo(token, claims -> {});

        assertThat(userinfo(prover.toUserinfo(token, claims -> claims.claim("ath", null)))
                        .status())
                .isEqualTo(401);
        assertThat(userinfo(prover.toUserinfo(token, claims -> claims.claim("ath", "x")))
                        .status())
                .isEqualTo(401);
        assertThat(userinfo(prover.toUserinfo(token, claims -> claims.claim("htm", "POST")))
                        .status())
                .isEqualTo(401);
        assertThat(userinfo(prover.toUserinfo(
                                token, claims -> claims.claim("htu", ProviderFixture.ORIGIN + TokenEndpoint.PATH)))
                        .status())
                .isEqualTo(401);
        assertThat(userinfo(prover.toUserinfo(
                                token,
                                claims -> claims.issueTime(
                                        Date.from(fixture.now.get().minusSeconds(121)))))
                        .status())
                .isEqualTo(401);
        assertThat(userinfo(right).status()).isEqualTo(200);
        assertThat(text(userinfo(right), "error_description")).contains("used before");
    }

    @Test
    void aBearerTokenIsNotPresentedAsABoundOne() throws Exception {
        var robot = fixture.machine("robot", TokenType.BEARER);
        PersonalAccessTokens tokens = new PersonalAccessTokens(fixture.ids);
        String pat = fixture.store
                .write(tx -> tokens.add(tx, robot, "", List.of(), Expiration.NEVER))
                .token();
        Response answer = userinfo(prover.toUserinfo(pat, claims -> {}));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(text(answer, "error")).isEqualTo("invalid_token");
        assertThat(userinfo(bearer(pat)).status()).isEqualTo(200);
    }

    @Test
    void whoSendsNoTokenIsToldBothWays() {
        assertThat(header(userinfo(Map.of()), "WWW-Authenticate")).startsWith("Bearer, DPoP algs=\"ES256 ");
    }

    @Test
    void introspectionTellsTheKeyAndAJwtHasItToo() throws Exception {
        String client = fixture.web().jwt().add();
        Response tokens = redeem(client, fixture.code(client), prover.with(basic(client, "s3cret")));
        String token = text(tokens, "access_token");

        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(token)
                        .orElseThrow()
                        .getClaim("cnf"))
                .isEqualTo(Map.of("jkt", prover.jkt()));
        assertThat(json(fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(client, "s3cret"))))
                .containsEntry("active", true)
                .containsEntry("token_type", "DPoP")
                .containsEntry("cnf", Map.of("jkt", prover.jkt()));
    }

    @Test
    void scriptsMaySendProofs() {
        Response preflight = fixture.send(
                "OPTIONS",
                TokenEndpoint.PATH,
                "",
                Map.of(
                        "Origin", "https://app.test",
                        "Access-Control-Request-Method", "POST",
                        "Access-Control-Request-Headers", "content-type,dpop"),
                "");

        assertThat(header(preflight, "Access-Control-Allow-Headers")).isEqualTo("content-type,dpop");
    }

    // Refreshing

    @Test
    void aRefreshTokenOfAPublicClientIsBoundToItsKey() throws Exception {
        String client = fixture.userAgent().add();
        String first = text(redeem(client, fixture.code(client), prover.with(Map.of())), "refresh_token");

        assertThat(text(refresh(client, first, Map.of()), "error")).isEqualTo("invalid_grant");
        assertThat(text(refresh(client, first, thief.with(Map.of())), "error")).isEqualTo("invalid_grant");
        Response second = refresh(client, first, prover.with(Map.of()));
        assertThat(text(second, "token_type")).isEqualTo("DPoP");
        assertThat(text(refresh(client, text(second, "refresh_token"), Map.of()), "error"))
                .isEqualTo("invalid_grant");
        assertThat(userinfo(prover.toUserinfo(text(second, "access_token"), claims -> {}))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPublicClientMayBeginWithProofsLater() throws Exception {
        String client = fixture.userAgent().add();
        String first = text(redeem(client, fixture.code(client), Map.of()), "refresh_token");
        Response second = refresh(client, first, prover.with(Map.of()));

        assertThat(text(second, "token_type")).isEqualTo("DPoP");
        assertThat(text(refresh(client, text(second, "refresh_token"), Map.of()), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void aClientThatProvesItselfMayChangeItsKey() throws Exception {
        String client = fixture.web().add();
        Response first = redeem(client, fixture.code(client), prover.with(basic(client, "s3cret")));
        Prover other = Prover.of(fixture);
        Response second = refresh(client, text(first, "refresh_token"), other.with(basic(client, "s3cret")));

        assertThat(userinfo(other.toUserinfo(text(second, "access_token"), claims -> {}))
                        .status())
                .isEqualTo(200);
        assertThat(userinfo(prover.toUserinfo(text(second, "access_token"), claims -> {}))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongProofUsesUpNeitherCodeNorRefreshToken() throws Exception {
        String client = fixture.userAgent().add();
        String code = fixture.code(client);
        assertThat(text(redeem(client, code, Map.of("DPoP", "x")), "error")).isEqualTo("invalid_dpop_proof");
        Response first = redeem(client, code, prover.with(Map.of()));
        assertThat(first.status()).isEqualTo(200);
        String token = text(first, "refresh_token");

        assertThat(text(refresh(client, token, Map.of("DPoP", "x")), "error")).isEqualTo("invalid_dpop_proof");
        assertThat(refresh(client, token, prover.with(Map.of())).status()).isEqualTo(200);
    }

    // Codes

    @Test
    void aCodeThatIsBoundToAKeyNeedsItsProof() throws Exception {
        String client = fixture.web().add();
        String code = fixture.code(client, "dpop_jkt", prover.jkt());

        assertThat(text(redeem(client, code, basic(client, "s3cret")), "error")).isEqualTo("invalid_grant");
        assertThat(text(redeem(client, code, thief.with(basic(client, "s3cret"))), "error"))
                .isEqualTo("invalid_grant");
        assertThat(redeem(client, code, prover.with(basic(client, "s3cret"))).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ä", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=", "{}"})
    void aThumbprintThatIsNoneIsRefused(String jkt) {
        String client = fixture.web().add();
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(client, "dpop_jkt", jkt));

        assertThat(location(header(answer, "Location"))).containsEntry("error", "invalid_request");
    }

    private Response push(String client, Map<String, String> headers, String... changes) {
        return fixture.post(PushedAuthorizationEndpoint.PATH, authorization(client, changes), headers);
    }

    private String codeOf(String client, Response pushed) {
        Response redirect = fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", client, "request_uri", text(pushed, "request_uri")));
        String id = location(header(redirect, "Location")).getOrDefault("authRequestID", "");
        AuthRequest request =
                fixture.provider.requests().find(fixture.instance.id(), id).orElseThrow();
        return location(fixture.provider.requests().complete(fixture.call(), request, fixture.session("77")))
                .getOrDefault("code", "");
    }

    @Test
    void aPushedRequestBindsItsCodeByAProofOrByTheThumbprint() throws Exception {
        String client = fixture.userAgent().add();
        String proof = prover.proof(PushedAuthorizationEndpoint.PATH);
        String byProof = codeOf(client, push(client, Map.of("DPoP", proof)));
        String byThumbprint = codeOf(client, push(client, Map.of(), "dpop_jkt", prover.jkt()));

        for (String code : List.of(byProof, byThumbprint)) {
            assertThat(text(redeem(client, code, thief.with(Map.of())), "error"))
                    .isEqualTo("invalid_grant");
            assertThat(redeem(client, code, prover.with(Map.of())).status()).isEqualTo(200);
        }
        assertThat(text(push(client, Map.of("DPoP", proof)), "error")).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void aPushedRequestThatSaysTwoThingsIsRefused() throws Exception {
        String client = fixture.userAgent().add();
        Map<String, String> proof = Map.of("DPoP", prover.proof(PushedAuthorizationEndpoint.PATH));

        assertThat(text(push(client, proof, "dpop_jkt", thief.jkt()), "error")).isEqualTo("invalid_dpop_proof");
        assertThat(text(push(client, Map.of("DPoP", thief.proof(TokenEndpoint.PATH))), "error"))
                .isEqualTo("invalid_dpop_proof");
    }

    @Test
    void whatIsSeenIsForgottenOnlyWhenItIsOfNoMoreUse() {
        SeenProofs seen = new SeenProofs();

        assertThat(seen.isFirst("a", fixture.now.get())).isTrue();
        fixture.pass(DpopProof.LIFETIME.minus(Duration.ofSeconds(1)));
        assertThat(seen.isFirst("b", fixture.now.get())).isTrue();
        fixture.pass(Duration.ofSeconds(1));
        assertThat(seen.isFirst("b", fixture.now.get())).isFalse();
        fixture.pass(DpopProof.LIFETIME.minus(Duration.ofSeconds(1)));
        assertThat(seen.isFirst("b", fixture.now.get())).isFalse();
        fixture.pass(Duration.ofSeconds(1));
        assertThat(seen.isFirst("b", fixture.now.get())).isTrue();
    }
}
