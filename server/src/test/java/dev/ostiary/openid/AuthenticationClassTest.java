package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import dev.ostiary.session.Session;
import dev.ostiary.session.Vouched;
import dev.ostiary.store.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How somebody has signed in, as applications ask for it and are told ({@code acr} and {@code amr}). */
class AuthenticationClassTest {
    private static final String GOLD = "urn:example:gold";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String essential(String value) {
        return "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + value + "\"]}}}";
    }

    private Map<String, String> signIn(Stored<Session> session, String... changes) {
        return location(fixture.provider.requests().complete(fixture.call(), fixture.ask(client, changes), session));
    }

    private JWTClaimsSet idToken(Stored<Session> session, String... changes) {
        return idToken(fixture.redeem(client, signIn(session, changes).getOrDefault("code", "")));
    }

    private JWTClaimsSet idToken(Response answer) {
        return verified(text(answer, "id_token"));
    }

    private JWTClaimsSet verified(String token) {
        return fixture.keys.of(fixture.instance.id()).verified(token).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{} | -",
                "{\"id_token\":null} | -",
                "{\"id_token\":{\"acr\":null}} | -",
                "{\"id_token\":{\"acr\":{\"value\":\"a\"}}} | -",
                "{\"id_token\":{\"acr\":{\"essential\":false,\"value\":\"a\"}}} | -",
                "{\"id_token\":{\"acr\":{\"essential\":true}}} | -",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[]}}} | -",
                "{\"userinfo\":{\"acr\":{\"essential\":true,\"value\":\"a\"}}} | -",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"a\"}}} | a",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"a\",\"b\"]}}} | a b",
            })
    void onlyWhatIsEssentialIsNeeded(String claims, @Nullable String classes) {
        assertThat(AcrRequest.essential(new Parameters(Map.of("claims", List.of(claims)))))
                .isEqualTo(classes == null ? null : List.of(classes.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{\"id_token\":1}",
                "{\"id_token\":{\"acr\":\"a\"}}",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":\"a\"}}}",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[1]}}}",
                "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":{}}}}"
            })
    void whatIsNoClaimsRequestIsToldToTheApplication(String claims) {
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(client, "claims", claims));

        assertThat(location(header(answer, "Location"))).containsEntry("error", "invalid_request");
    }

    @Test
    void aPasswordIsOfTheClassThatIsAnnounced() throws Exception {
        JWTClaimsSet token = idToken(fixture.session("77"));
        OIDCProviderMetadata metadata =
                OIDCProviderMetadata.parse(ProviderFixture.body(fixture.get(Discovery.PATH, Map.of())));

        assertThat(token.getStringClaim("acr")).isEqualTo(SignIn.PASSWORD_CLASS);
        assertThat(token.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(metadata.getACRs()).singleElement().hasToString(SignIn.PASSWORD_CLASS);
    }

    @Test
    void whatAProviderSaysIsPassedOn() throws Exception {
        JWTClaimsSet token = idToken(fixture.vouched("77", new Vouched(GOLD, List.of("otp", "mfa"))));

        assertThat(token.getStringClaim("acr")).isEqualTo(GOLD);
        assertThat(token.getStringListClaim("amr")).containsExactly("otp", "mfa");
    }

    @Test
    void aProviderThatSaysNothingLeavesBothOut() {
        assertThat(idToken(fixture.vouched("77", Vouched.NOTHING)).getClaims()).doesNotContainKeys("acr", "amr");
    }

    @Test
    void aRefreshedIdTokenSaysTheSame() throws Exception {
        Response first = fixture.redeem(
                client,
                signIn(fixture.vouched("77", new Vouched(GOLD, List.of("otp")))).getOrDefault("code", ""));
        JWTClaimsSet token = idToken(fixture.refresh(client, text(first, "refresh_token")));

        assertThat(token.getStringClaim("acr")).isEqualTo(GOLD);
        assertThat(token.getStringListClaim("amr")).containsExactly("otp");
    }

    @Test
    void whoAsksAboutATokenIsToldAndSoWhenItWasExchanged() throws Exception {
        client = TokenExchangeTest.exchanger(fixture).add();
        String token = text(
                fixture.redeem(
                        client,
                        signIn(fixture.vouched("77", new Vouched(GOLD, List.of("otp"))))
                                .getOrDefault("code", "")),
                "access_token");
        String exchanged = exchanged(token, TokenExchangeTest.ACCESS);

        assertThat(introspection(token)).containsEntry("acr", GOLD);
        assertThat(introspection(exchanged)).containsEntry("acr", GOLD);
        assertThat(verified(exchanged(token, TokenExchangeTest.ID)).getStringClaim("acr"))
                .isEqualTo(GOLD);
    }

    private String exchanged(String token, String type) {
        Map<String, String> form = Map.of(
                "grant_type",
                TokenExchangeGrant.NAME,
                "subject_token",
                token,
                "subject_token_type",
                TokenExchangeTest.ACCESS,
                "requested_token_type",
                type);
        return text(fixture.post(TokenEndpoint.PATH, form, basic(client, "s3cret")), "access_token");
    }

    private Map<String, Object> introspection(String token) {
        return json(fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(client, "s3cret")));
    }

    @Test
    void anIdTokenOfTheImplicitFlowSaysItToo() throws Exception {
        client = fixture.userAgent().implicit(ResponseType.ID_TOKEN).add();
        Map<String, String> answer = signIn(fixture.session("77"), "response_type", "id_token");

        assertThat(verified(answer.getOrDefault("id_token", "")).getStringClaim("acr"))
                .isEqualTo(SignIn.PASSWORD_CLASS);
    }

    @Test
    void anEssentialClassThatIsMetIsAnsweredWithACode() {
        assertThat(signIn(fixture.session("77"), "claims", essential(SignIn.PASSWORD_CLASS)))
                .containsKey("code");
        assertThat(signIn(fixture.vouched("78", new Vouched(GOLD, List.of())), "claims", essential(GOLD)))
                .containsKey("code");
    }

    @Test
    void anEssentialClassThatIsNotMetIsToldToTheApplication() {
        for (Stored<Session> session : List.of(fixture.session("77"), fixture.vouched("78", Vouched.NOTHING))) {
            assertThat(signIn(session, "claims", essential(GOLD)))
                    .containsEntry("error", "unmet_authentication_requirements")
                    .containsEntry("state", "s t&te")
                    .containsEntry("iss", ProviderFixture.ORIGIN)
                    .doesNotContainKey("code");
        }
    }

    @Test
    void aSessionOfAnotherClassDoesNotAnswerSoThePersonSignsInAgain() {
        Stored<Session> session = fixture.session("77");
        fixture.browserSession.set(session);
        AuthRequest request = fixture.ask(client, "claims", essential(GOLD));

        assertThat(SignIn.satisfies(request, session.state(), fixture.now.get()))
                .isFalse();
        Response silent =
                fixture.get(AuthorizeEndpoint.PATH, authorization(client, "claims", essential(GOLD), "prompt", "none"));
        assertThat(location(header(silent, "Location"))).containsEntry("error", "unmet_authentication_requirements");
        Response met = fixture.get(
                AuthorizeEndpoint.PATH,
                authorization(client, "claims", essential(SignIn.PASSWORD_CLASS), "prompt", "none"));
        assertThat(location(header(met, "Location"))).containsKey("code");
    }

    @Test
    void aClassThatIsOnlyWishedForIsNoCondition() throws Exception {
        assertThat(idToken(fixture.session("77"), "acr_values", GOLD).getStringClaim("acr"))
                .isEqualTo(SignIn.PASSWORD_CLASS);
    }

    @Test
    void anOldSessionIsRefusedBeforeItsClassIsLookedAt() {
        Stored<Session> session = fixture.session("77");
        fixture.pass(Duration.ofDays(2));

        assertThat(fixture.ask(client, "claims", essential(GOLD)).essentialAcr())
                .containsExactly(GOLD);
        assertThat(SignIn.isUsable(fixture.ask(client), session.state(), fixture.now.get()))
                .isFalse();
    }
}
