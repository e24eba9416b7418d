package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.TestServer;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.TestSettings;
import dev.ostiary.upstream.UpstreamControls;
import dev.ostiary.upstream.UpstreamSettings;
import dev.ostiary.upstream.UpstreamSettings.Audience;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import dev.ostiary.upstream.UpstreamSettings.Decryption;
import dev.ostiary.upstream.UpstreamSettings.Pushing;
import dev.ostiary.upstream.UpstreamSettings.Signing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-ins through a provider for which an administrator said how this server speaks to it. */
class UpstreamSignInTest extends SignIns {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    /** Forms as the provider got them. */
    private final List<Parameters> forms = new CopyOnWriteArrayList<>();

    private UpstreamControls controls;
    private Parameters asked = Parameters.NONE;

    @BeforeEach
    void control() {
        controls = new UpstreamControls(house.store, house.vault, new Ids(house.clock));
        op.token = this::token;
    }

    private void token(HttpExchange exchange) throws IOException {
        forms.add(form(exchange));
        TestServer.send(
                exchange,
                200,
                "application/json",
                JSONObjectUtils.toJSONString(
                        Map.of("access_token", "access", "token_type", "Bearer", "id_token", op.idToken(asked))));
    }

    private static Parameters form(HttpExchange exchange) throws IOException {
        return Parameters.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static UpstreamSettings settings(
            Authentication authentication, Signing signing, Audience audience, Pushing pushing, Decryption decryption) {
        return new UpstreamSettings(
                UpstreamSettings.NONE.statics(),
                List.of(),
                authentication,
                signing,
                audience,
                pushing,
                decryption,
                decryption != Decryption.NONE);
    }

    private static UpstreamSettings pushing(Pushing pushing) {
        return settings(Authentication.ANNOUNCED, Signing.ES256, Audience.ISSUER, pushing, Decryption.NONE);
    }

    private Stored<IdentityProvider> with(UpstreamSettings settings) {
        Stored<IdentityProvider> idp = house.offer(house.provider(op).setClientSecret(SECRET));
        List<JWK> made = controls.missing(idp, settings);
        house.store.write(tx -> controls.set(tx, idp, settings, made, ""));
        return idp;
    }

    /** A sign-in of somebody who agrees to what the provider was asked, by whichever way that came. */
    private Outcome signIn(Stored<IdentityProvider> idp) {
        Federation federation = house.federation();
        asked = Parameters.parse(house.begin(federation, idp, House.beginning()).getRawQuery());
        if (asked.first("request_uri").isPresent()) {
            asked = forms.getLast();
        }
        return federation.callback(
                house.call,
                House.callback(Map.of("code", "c", "state", asked.first("state").orElseThrow())));
    }

    private JWK key(Stored<IdentityProvider> idp, KeyUse use) {
        return controls.of(idp).published().getKeys().stream()
                .filter(key -> use.equals(key.getKeyUse()))
                .findFirst()
                .orElseThrow();
    }

    private String failure(Outcome outcome) {
        return house.log(((Outcome.Refused) outcome).reference()).getLast().detail();
    }

    @ParameterizedTest
    @CsvSource({"ES256, ISSUER", "RS256, TOKEN_ENDPOINT", "PS256, ISSUER"})
    void anAssertionUnderAKeyOfOurOwnProvesTheClient(Signing signing, Audience audience)
            throws ParseException, JOSEException {
        Stored<IdentityProvider> idp = with(
                settings(Authentication.PRIVATE_KEY_JWT, signing, audience, Pushing.WHEN_REQUIRED, Decryption.NONE));

        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);
        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);

        JWK key = key(idp, KeyUse.SIGNATURE);
        JWSVerifier verifier = key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
        List<String> ids = new ArrayList<>();
        for (Parameters form : forms) {
            SignedJWT assertion = assertion(form);
            assertThat(assertion.verify(verifier)).isTrue();
            assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo(signing.name());
            assertThat(assertion.getHeader().getKeyID()).isEqualTo(key.getKeyID());
            JWTClaimsSet claims = assertion.getJWTClaimsSet();
            assertThat(claims.getIssuer()).isEqualTo(TestProvider.CLIENT);
            assertThat(claims.getSubject()).isEqualTo(TestProvider.CLIENT);
            assertThat(claims.getAudience())
                    .containsExactly(audience == Audience.ISSUER ? op.issuer() : op.issuer() + "/token");
            assertThat(claims.getExpirationTime().toInstant())
                    .isEqualTo(house.clock.instant().plusSeconds(60));
            ids.add(claims.getJWTID());
        }
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    }

    private static SignedJWT assertion(Parameters form) throws ParseException {
        assertThat(form.first("client_secret")).isEmpty();
        assertThat(form.first("client_id")).hasValue(TestProvider.CLIENT);
        assertThat(form.first("client_assertion_type"))
                .hasValue("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        return SignedJWT.parse(form.first("client_assertion").orElseThrow());
    }

    @Test
    void anAssertionUnderTheSecretProvesTheClient() throws ParseException, JOSEException {
        Stored<IdentityProvider> idp = with(settings(
                Authentication.SECRET_JWT, Signing.ES256, Audience.ISSUER, Pushing.WHEN_REQUIRED, Decryption.NONE));

        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);

        SignedJWT assertion = assertion(forms.getLast());
        assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
        assertThat(assertion.verify(new MACVerifier(SECRET))).isTrue();
    }

    @Test
    void aSecretThatIsTooShortSignsNothing() {
        Stored<IdentityProvider> idp = with(settings(
                Authentication.SECRET_JWT, Signing.ES256, Audience.ISSUER, Pushing.WHEN_REQUIRED, Decryption.NONE));
        house.admin(
                "UpdateGenericOIDCProvider",
                dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest.newBuilder()
                        .setId(idp.id())
                        .setName("OP")
                        .setIssuer(op.issuer())
                        .setClientId(TestProvider.CLIENT)
                        .setClientSecret("short")
                        .build());

        Outcome outcome = signIn(house.find(idp.id()));

        assertThat(reason(outcome)).isEqualTo(Reason.CLIENT_REFUSED);
        assertThat(failure(outcome)).contains("256 bits").doesNotContain("short");
    }

    @Test
    void theSecretGoesWhereTheAdministratorSays() {
        op.metadata = with("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        Stored<IdentityProvider> idp = with(settings(
                Authentication.SECRET_POST, Signing.ES256, Audience.ISSUER, Pushing.WHEN_REQUIRED, Decryption.NONE));

        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);
        assertThat(forms.getLast().first("client_secret")).hasValue(SECRET);
    }

    private void offersPushing(boolean required) {
        op.metadata = document -> {
            document.put("pushed_authorization_request_endpoint", op.issuer() + "/par");
            document.put("require_pushed_authorization_requests", required);
            return document;
        };
        op.server.on("/par", exchange -> {
            forms.add(form(exchange));
            TestServer.send(
                    exchange, 201, "application/json", "{\"request_uri\": \"urn:pushed:1\", \"expires_in\": 60}");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "WHEN_REQUIRED, false, false",
        "WHEN_REQUIRED, true, true",
        "WHEN_OFFERED, false, true",
        "ALWAYS, false, true"
    })
    void aRequestIsPushedWhenItShouldBe(Pushing pushing, boolean required, boolean pushed) {
        offersPushing(required);
        Stored<IdentityProvider> idp = with(pushing(pushing));
        Parameters sent = Parameters.parse(
                house.begin(house.federation(), idp, House.beginning()).getRawQuery());

        assertThat(sent.first("request_uri").isPresent()).isEqualTo(pushed);
        if (pushed) {
            assertThat(sent.values().keySet()).containsExactlyInAnyOrder("client_id", "request_uri");
            assertThat(forms.getLast().values().keySet())
                    .contains("redirect_uri", "state", "nonce", "code_challenge", "scope");
        }
        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void withoutAControlARequestIsPushedWhereTheProviderWantsNoOthers() {
        offersPushing(true);

        assertThat(house.begin(house.federation(), offered(), House.beginning()).getRawQuery())
                .contains("request_uri=urn%3Apushed%3A1");
    }

    @Test
    void aRequestThatMustBePushedAndCanNotIsNotSent() {
        Stored<IdentityProvider> idp = with(pushing(Pushing.ALWAYS));

        Step.Refused refused = (Step.Refused) house.federation().begin(house.call, idp, House.beginning());

        assertThat(refused.reason()).isEqualTo(Reason.PROVIDER_UNUSABLE);
        assertThat(house.log(refused.reference()).getLast().stage()).isEqualTo(Stage.AUTHORIZE);
    }

    @Test
    void aPushedPromptThatIsRefusedIsLeftOutOnce() {
        offersPushing(true);
        op.server.on("/strict", exchange -> {
            Parameters form = form(exchange);
            forms.add(form);
            boolean refused = form.first("prompt").isPresent();
            TestServer.send(
                    exchange,
                    refused ? 400 : 201,
                    "application/json",
                    refused ? "{\"error\": \"invalid_request\"}" : "{\"request_uri\": \"urn:pushed:2\"}");
        });
        op.metadata = with("pushed_authorization_request_endpoint", op.issuer() + "/strict");
        Stored<IdentityProvider> idp = with(pushing(Pushing.ALWAYS));

        assertThat(house.begin(house.federation(), idp, House.beginning()).getRawQuery())
                .contains("urn%3Apushed%3A2");
        assertThat(forms).hasSize(2);
    }

    @Test
    void aPushedRequestProvesTheClientAsTheTokenRequestDoes() throws ParseException {
        offersPushing(true);
        Stored<IdentityProvider> idp = with(settings(
                Authentication.PRIVATE_KEY_JWT, Signing.ES256, Audience.ISSUER, Pushing.ALWAYS, Decryption.NONE));

        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);

        assertThat(forms).hasSize(2);
        assertThat(assertion(forms.getFirst()).getJWTClaimsSet().getJWTID())
                .isNotEqualTo(assertion(forms.getLast()).getJWTClaimsSet().getJWTID());
    }

    @ParameterizedTest
    @EnumSource(
            value = Decryption.class,
            names = {"RSA_OAEP_256", "ECDH_ES"})
    void anEncryptedIdTokenIsOpenedAndVerified(Decryption decryption) {
        Stored<IdentityProvider> idp = with(
                settings(Authentication.ANNOUNCED, Signing.ES256, Audience.ISSUER, Pushing.WHEN_REQUIRED, decryption));
        JWK ours = key(idp, KeyUse.ENCRYPTION);
        JWEHeader header = new JWEHeader.Builder(
                        JWEAlgorithm.parse(ours.getAlgorithm().getName()), EncryptionMethod.A256GCM)
                .keyID(ours.getKeyID())
                .build();
        op.signing =
                claims -> TokenForge.encrypt(TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.RSA), header, ours);

        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);

        op.signing = claims ->
                TokenForge.encrypt(TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.OTHER_RSA), header, ours);
        assertThat(reason(signIn(idp))).isEqualTo(Reason.ID_TOKEN_INVALID);

        op.signing = claims -> TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.RSA);
        Outcome plain = signIn(idp);
        assertThat(reason(plain)).isEqualTo(Reason.ID_TOKEN_INVALID);
        assertThat(failure(plain)).contains("not encrypted");
    }

    @Test
    void anAgeThatTheAdministratorWantsIsVerified() {
        Stored<IdentityProvider> idp = with(TestSettings.parameters(Map.of("max_age", "60")));
        op.idToken = claims -> claims.claim("auth_time", house.clock.instant().getEpochSecond());
        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);

        op.idToken = claims -> claims.claim(
                "auth_time", house.clock.instant().minus(Duration.ofHours(1)).getEpochSecond());
        assertThat(reason(signIn(idp))).isEqualTo(Reason.ID_TOKEN_INVALID);
    }

    @Test
    void parametersReachTheProvider() {
        Stored<IdentityProvider> idp = with(TestSettings.parameters(Map.of("hd", "acme.example"), "acr_values"));
        URI to = house.begin(
                house.federation(),
                idp,
                new Beginning(
                        "request", House.BROWSER, "", "", List.of(), null, List.of(), Map.of("acr_values", "mfa & x")));

        Parameters sent = Parameters.parse(to.getRawQuery());
        assertThat(sent.first("hd")).hasValue("acme.example");
        assertThat(sent.first("acr_values")).hasValue("mfa & x");
    }
}
