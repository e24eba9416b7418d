package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.CALLBACK;
import static dev.ostiary.openid.ProviderFixture.ORIGIN;
import static dev.ostiary.openid.ProviderFixture.VERIFIER;
import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.AppEvent;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.app.ClientSecurity.Profile;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.KeyKind.Rsa;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that follows the FAPI 2.0 Security Profile, from the pushed request to the renewed token. */
class FapiFlowTest {
    private static KeyPair key;

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private Prover prover;
    private String client;
    private String keyId;

    @BeforeAll
    static void keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        prover = Prover.of(fixture);
        signWith(new Ecdsa(NamedCurve.P256));
        client = fixture.keyed().jwt().add();
        keyId = fixture.addKey(client, key.getPublic(), fixture.now.get().plus(Duration.ofDays(365)));
        fixture.change(
                client, new AppEvent.SecuritySet(new ClientSecurity(false, false, false, Profile.FAPI_2_0_SECURITY)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void signWith(KeyKind kind) {
        WebKeys keys = new WebKeys(fixture.vault, fixture.ids);
        fixture.keys.of(fixture.instance.id());
        JWK pair = keys.generate(kind);
        fixture.store.write(tx -> keys.activate(tx, keys.add(tx, fixture.instance.id(), "", pair), ""));
    }

    private String signed(JWSAlgorithm algorithm, String type, Map<String, Object> claims) throws JOSEException {
        JWSObject object = new JWSObject(
                new JWSHeader.Builder(algorithm)
                        .keyID(keyId)
                        .type(new JOSEObjectType(type))
                        .build(),
                new Payload(claims));
        object.sign(new RSASSASigner(key.getPrivate()));
        return object.serialize();
    }

    /** @param audience a text or a list */
    private String assertion(JWSAlgorithm algorithm, Object audience) throws JOSEException {
        long now = fixture.now.get().getEpochSecond();
        return signed(
                algorithm,
                "JWT",
                Map.of(
                        "iss",
                        client,
                        "sub",
                        client,
                        "aud",
                        audience,
                        "jti",
                        UUID.randomUUID().toString(),
                        "iat",
                        now,
                        "exp",
                        now + 60));
    }

    private Map<String, String> authenticated(Map<String, String> form) throws JOSEException {
        return authenticated(form, assertion(JWSAlgorithm.PS256, ORIGIN));
    }

    private static Map<String, String> authenticated(Map<String, String> form, String assertion) {
        Map<String, String> all = new LinkedHashMap<>(form);
        all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        all.put("client_assertion", assertion);
        return all;
    }

    private Response push(String... changes) throws JOSEException {
        return fixture.post(PushedAuthorizationEndpoint.PATH, authenticated(authorization(client, changes)), Map.of());
    }

    private Response open(Response pushed) {
        return fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", client, "request_uri", text(pushed, "request_uri")));
    }

    private Map<String, String> signIn() throws JOSEException {
        String id = location(header(open(push()), "Location")).getOrDefault("authRequestID", "");
        AuthRequest request =
                fixture.provider.requests().find(fixture.instance.id(), id).orElseThrow();
        return location(fixture.provider.requests().complete(fixture.call(), request, fixture.session("77")));
    }

    private static Map<String, String> redemption(String code) {
        return new HashMap<>(Map.of(
                "grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK, "code_verifier", VERIFIER));
    }

    private Response token(Map<String, String> form) throws JOSEException {
        return fixture.post(TokenEndpoint.PATH, authenticated(form), prover.with(Map.of()));
    }

    private Response tokens() throws JOSEException {
        return token(redemption(signIn().getOrDefault("code", "")));
    }

    private Response refresh(String refreshToken) throws JOSEException {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    @Test
    void theWholeWayIsOpenToWhoFollowsTheProfile() throws Exception {
        Map<String, String> answer = signIn();
        assertThat(answer).containsKeys("code", "state").containsEntry("iss", ORIGIN);

        Response tokens = token(redemption(answer.getOrDefault("code", "")));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(text(tokens, "token_type")).isEqualTo("DPoP");
        for (String name : List.of("access_token", "id_token")) {
            SignedJWT signed = SignedJWT.parse(text(tokens, name));
            assertThat(signed.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        }
        Response userinfo = fixture.send(
                "GET", UserinfoEndpoint.PATH, "", prover.toUserinfo(text(tokens, "access_token"), claims -> {}), "");
        assertThat(userinfo.status()).isEqualTo(200);
    }

    @Test
    void aRequestThatWasNotPushedIsRefused() {
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(client));

        assertThat(location(header(answer, "Location"))).containsEntry("error", "invalid_request");
    }

    @Test
    void pkceIsNeeded() throws Exception {
        assertThat(text(push("code_challenge", "", "code_challenge_method", ""), "error"))
                .isEqualTo("invalid_request");
        assertThat(text(push("code_challenge_method", "plain"), "error")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token"})
    void thereIsNoOtherResponseTypeThanCode(String type) throws Exception {
        assertThat(text(push("response_type", type), "error")).isEqualTo("unauthorized_client");
    }

    @Test
    void aTokenIsBoundOrThereIsNone() throws Exception {
        String code = signIn().getOrDefault("code", "");
        Response bearer = fixture.post(TokenEndpoint.PATH, authenticated(redemption(code)), Map.of());

        assertThat(text(bearer, "error")).isEqualTo("invalid_dpop_proof");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS512", "PS384", "PS512"})
    void assertionsAreSignedWithAnAlgorithmOfTheProfile(String name) throws Exception {
        String assertion = assertion(JWSAlgorithm.parse(name), ORIGIN);
        Response answer = fixture.post(
                PushedAuthorizationEndpoint.PATH, authenticated(authorization(client), assertion), Map.of());

        assertThat(text(answer, "error")).isEqualTo("invalid_client");
    }

    @Test
    void theAudienceOfAnAssertionIsTheIssuerAndNothingElse() throws Exception {
        for (Object audience : List.of(
                ORIGIN + TokenEndpoint.PATH,
                ORIGIN + PushedAuthorizationEndpoint.PATH,
                List.of(ORIGIN),
                List.of(ORIGIN, "https://other.example"))) {
            String assertion = assertion(JWSAlgorithm.PS256, audience);
            Response answer = fixture.post(
                    PushedAuthorizationEndpoint.PATH, authenticated(authorization(client), assertion), Map.of());

            assertThat(text(answer, "error")).isEqualTo("invalid_client");
        }
    }

    @Test
    void requestObjectsAreSignedWithAnAlgorithmOfTheProfile() throws Exception {
        Map<String, Object> claims = new HashMap<>(authorization(client));
        claims.put("iss", client);
        claims.put("aud", ORIGIN);
        claims.put("exp", fixture.now.get().getEpochSecond() + 60);

        assertThat(pushSigned(JWSAlgorithm.RS256, claims).status()).isEqualTo(400);
        assertThat(text(pushSigned(JWSAlgorithm.RS256, claims), "error")).isEqualTo("invalid_request_object");
        assertThat(pushSigned(JWSAlgorithm.PS256, claims).status()).isEqualTo(201);
    }

    private Response pushSigned(JWSAlgorithm algorithm, Map<String, Object> claims) throws JOSEException {
        String object = signed(algorithm, "oauth-authz-req+jwt", claims);
        return fixture.post(
                PushedAuthorizationEndpoint.PATH,
                authenticated(Map.of("client_id", client, "request", object)),
                Map.of());
    }

    @Test
    void proofsAreSignedWithAnAlgorithmOfTheProfile() throws Exception {
        JWK rsa = new RSAKeyGenerator(2048).generate();
        Prover rs256 = new Prover(fixture, rsa, JWSAlgorithm.RS256);
        Map<String, String> form = redemption(signIn().getOrDefault("code", ""));
        Response refused = fixture.post(TokenEndpoint.PATH, authenticated(form), rs256.with(Map.of()));
        Response pushed = fixture.post(
                PushedAuthorizationEndpoint.PATH,
                authenticated(authorization(client)),
                Map.of("DPoP", rs256.proof(PushedAuthorizationEndpoint.PATH)));

        assertThat(text(refused, "error")).isEqualTo("invalid_dpop_proof");
        assertThat(text(pushed, "error")).isEqualTo("invalid_dpop_proof");
        prover = new Prover(fixture, Ed25519Signing.generate(), JWSAlgorithm.EdDSA);
        assertThat(token(form).status()).isEqualTo(200);
        prover = new Prover(fixture, rsa, JWSAlgorithm.PS256);
        assertThat(tokens().status()).isEqualTo(200);
    }

    @Test
    void theRefreshTokenStaysTheSame() throws Exception {
        Response first = tokens();
        String refreshToken = text(first, "refresh_token");
        Response second = refresh(refreshToken);
        Response third = refresh(refreshToken);

        assertThat(second.status()).isEqualTo(200);
        assertThat(json(second)).doesNotContainKey("refresh_token");
        assertThat(third.status()).isEqualTo(200);
        assertThat(fixture.send(
                                "GET",
                                UserinfoEndpoint.PATH,
                                "",
                                prover.toUserinfo(text(third, "access_token"), claims -> {}),
                                "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theRefreshTokenLivesOnWithEveryUseAndEndsAllTheSame() throws Exception {
        String refreshToken = text(tokens(), "refresh_token");
        for (int i = 0; i < 3; i++) {
            fixture.pass(Duration.ofDays(29));
            assertThat(refresh(refreshToken).status()).isEqualTo(200);
        }
        fixture.pass(Duration.ofDays(3));

        assertThat(text(refresh(refreshToken), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeIsGoodForAMinuteAtMost() throws Exception {
        String code = signIn().getOrDefault("code", "");
        fixture.pass(Duration.ofSeconds(60));

        assertThat(text(token(redemption(code)), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void anInstanceThatSignsOtherwiseGivesOutNothing() throws Exception {
        signWith(new Rsa(2048, KeyKind.Hash.SHA256));
        Response answer = push();

        assertThat(text(answer, "error")).isEqualTo("unauthorized_client");
        assertThat(text(answer, "error_description")).contains("RS256");
    }
}
