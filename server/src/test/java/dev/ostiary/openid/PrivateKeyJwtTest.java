package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.CALLBACK;
import static dev.ostiary.openid.ProviderFixture.ORIGIN;
import static dev.ostiary.openid.ProviderFixture.VERIFIER;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.AppEvent;
import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyJwtTest {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static KeyPair key;
    private static KeyPair foreign;

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String app;
    private String keyId;

    @BeforeAll
    static void keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        foreign = generator.generateKeyPair();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        app = fixture.keyed().add();
        keyId = addKey(app);
    }

    private String addKey(String clientId) {
        return fixture.addKey(clientId, key.getPublic(), fixture.now.get().plus(Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The claims of an assertion that is valid. */
    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(app)
                .subject(app)
                .audience(ORIGIN)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(at(Duration.ZERO))
                .expirationTime(at(Duration.ofMinutes(5)));
    }

    private Date at(Duration fromNow) {
        return Date.from(fixture.now.get().plus(fromNow));
    }

    private String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, keyId, new RSASSASigner(key.getPrivate()));
    }

    private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String kid, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static Map<String, String> with(String assertion, String... more) {
        Map<String, String> form =
                new LinkedHashMap<>(Map.of("client_assertion", assertion, "client_assertion_type", TYPE));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    private Response redeem(String assertion, String... more) {
        Map<String, String> form = with(
                assertion,
                "grant_type",
                "authorization_code",
                "code",
                fixture.code(app),
                "redirect_uri",
                CALLBACK,
                "code_verifier",
                VERIFIER);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return fixture.post(TokenEndpoint.PATH, form, Map.of());
    }

    private void refused(String assertion) {
        Response answer = redeem(assertion);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("error", "invalid_client");
        assertThat(text(answer, "error_description")).isEqualTo("invalid assertion");
    }

    @Test
    void anAppRedeemsACodeAndRenewsItsTokens() throws Exception {
        Response answer = redeem(signed(claims()));

        assertThat(answer.status()).isEqualTo(200);
        Response renewed = fixture.post(
                TokenEndpoint.PATH,
                with(
                        signed(claims()),
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        text(answer, "refresh_token"),
                        "client_id",
                        app),
                Map.of());
        assertThat(renewed.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void aKeySignsWithEveryAlgorithmThatIsAnnounced(String algorithm) throws Exception {
        assertThat(redeem(signed(claims(), JWSAlgorithm.parse(algorithm), keyId, new RSASSASigner(key.getPrivate())))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/oauth/v2/token"})
    void anAssertionIsForTheIssuerOrTheEndpoint(String path) throws Exception {
        assertThat(redeem(signed(claims().audience(ORIGIN + path))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://other", ORIGIN + "/", ORIGIN + "/oauth/v2/revoke", "http://id.example.com.evil.test", ""
            })
    void anAssertionForSomebodyElseIsRefused(String audience) throws Exception {
        refused(signed(claims().audience(audience)));
        refused(signed(claims().audience((String) null)));
    }

    @Test
    void anAssertionIsGoodOnce() throws Exception {
        String assertion = signed(claims());

        assertThat(redeem(assertion).status()).isEqualTo(200);
        refused(assertion);
        String again = signed(claims().jwtID("once"));
        assertThat(redeem(again).status()).isEqualTo(200);
        refused(signed(claims().jwtID("once").audience(ORIGIN + TokenEndpoint.PATH)));
    }

    @Test
    void theSameIdOfAnotherAppIsAnotherAssertion() throws Exception {
        assertThat(redeem(signed(claims().jwtID("1"))).status()).isEqualTo(200);
        String first = app;
        app = fixture.keyed().add();
        keyId = addKey(app);

        assertThat(app).isNotEqualTo(first);
        assertThat(redeem(signed(claims().jwtID("1"))).status()).isEqualTo(200);
    }

    @Test
    void aUsedAssertionIsForgottenWhenItsTimeIsOver() throws Exception {
        redeem(signed(claims()));

        assertThat(fixture.store.write(ClientAssertions::sweep)).isZero();
        fixture.pass(Duration.ofMinutes(6));
        assertThat(fixture.store.write(ClientAssertions::sweep)).isOne();
    }

    @Test
    void anAssertionAboutSomebodyElseIsRefused() throws Exception {
        refused(signed(claims().subject(fixture.person.id())));
        refused(signed(claims().subject(null)));
        refused(signed(claims().issuer(null)));
        refused(signed(claims().issuer("404").subject("404")));
        assertThat(json(redeem(signed(claims()), "client_id", "404"))).containsEntry("error", "invalid_client");
    }

    @Test
    void anAssertionOutOfItsTimeIsRefused() throws Exception {
        refused(signed(claims().expirationTime(at(Duration.ofSeconds(-1)))));
        refused(signed(claims().expirationTime(null)));
        refused(signed(claims().expirationTime(at(Duration.ofSeconds(3602)))));
        refused(signed(claims().expirationTime(new Date(Long.MAX_VALUE / 1_000_000 * 1000))));
        refused(signed(claims().issueTime(at(Duration.ofSeconds(-3601)))));
        refused(signed(claims().issueTime(at(Duration.ofSeconds(2)))));
        refused(signed(claims().notBeforeTime(at(Duration.ofSeconds(2)))));
        assertThat(redeem(signed(claims().issueTime(null))).status()).isEqualTo(200);
    }

    @Test
    void anAssertionThatTheKeyDidNotSignIsRefused() throws Exception {
        refused(signed(claims(), JWSAlgorithm.RS256, keyId, new RSASSASigner(foreign.getPrivate())));
        refused(signed(claims(), JWSAlgorithm.RS256, "404", new RSASSASigner(key.getPrivate())));
        refused(signed(
                claims(),
                JWSAlgorithm.HS256,
                keyId,
                new MACSigner(key.getPublic().getEncoded())));
        refused(new PlainJWT(claims().build()).serialize());
        String valid = signed(claims());
        refused(valid.substring(0, valid.lastIndexOf('.') + 1));
        refused(valid.substring(0, valid.lastIndexOf('.') + 1) + "AAAA");
        refused("garbage");
        refused("a.b.c");
    }

    @Test
    void anotherAppsKeyIsNoKey() throws Exception {
        String other = fixture.keyed().add();
        addKey(other);

        refused(signed(claims().issuer(other).subject(other)));
    }

    @Test
    void anExpiredOrRemovedKeyIsNoKey() throws Exception {
        String second = addKey(app);
        fixture.change(app, new AppEvent.KeyRemoved(keyId));
        refused(signed(claims()));

        keyId = second;
        assertThat(redeem(signed(claims())).status()).isEqualTo(200);
        fixture.pass(Duration.ofDays(1));
        refused(signed(claims()));
    }

    @Test
    void anAppThatUsesASecretOrNothingProvesNothingWithAKey() throws Exception {
        app = fixture.web().add();
        keyId = addKey(app);
        refused(signed(claims()));

        app = fixture.userAgent().add();
        keyId = addKey(app);
        refused(signed(claims()));
    }

    @Test
    void aClientAuthenticatesInOneWay() throws Exception {
        assertThat(json(redeem(signed(claims()), "client_secret", "s3cret"))).containsEntry("error", "invalid_request");
        assertThat(json(redeem(signed(claims()), "client_assertion_type", "x")))
                .containsEntry("error", "invalid_request");
        Response basic = fixture.post(
                TokenEndpoint.PATH, with(signed(claims()), "grant_type", "x"), ProviderFixture.basic(app, "x"));
        assertThat(basic.status()).isEqualTo(400);
    }

    @Test
    void anAppThatUsesKeysHasNoOtherWay() {
        Response answer = fixture.redeem(app, fixture.code(app));

        assertThat(json(answer)).containsEntry("error", "invalid_client");
        assertThat(json(fixture.post(
                        TokenEndpoint.PATH,
                        Map.of("grant_type", "authorization_code", "client_id", app, "code", "x"),
                        Map.of())))
                .containsEntry("error", "invalid_client");
    }

    @Test
    void anApiIntrospectsAndAnAppRevokes() throws Exception {
        String token = text(redeem(signed(claims())), "access_token");
        String client = app;
        String clientKey = keyId;
        app = fixture.keyedApi();
        keyId = addKey(app);

        assertThat(json(fixture.post(IntrospectEndpoint.PATH, with(signed(claims()), "token", token), Map.of())))
                .containsEntry("active", true);
        assertThat(json(fixture.post(
                        IntrospectEndpoint.PATH,
                        with(signed(claims().audience(ORIGIN + RevokeEndpoint.PATH)), "token", token),
                        Map.of())))
                .containsEntry("error", "invalid_client");

        app = client;
        keyId = clientKey;
        assertThat(fixture.post(RevokeEndpoint.PATH, with(signed(claims()), "token", token), Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(fixture.userinfo(token).status()).isEqualTo(401);
    }
}
