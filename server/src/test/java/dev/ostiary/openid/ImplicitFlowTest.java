package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.body;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.ostiary.app.App;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.AppEvent;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem;
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

class ImplicitFlowTest {
    private static final String BOTH = "id_token token";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.userAgent()
                .implicit(ResponseType.ID_TOKEN, ResponseType.ID_TOKEN_TOKEN)
                .add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The parameters of a request of the implicit flow, which needs no PKCE. */
    private static String[] implicit(String type, String... changes) {
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("response_type", type, "code_challenge", "", "code_challenge_method", ""));
        for (int i = 0; i < changes.length; i += 2) {
            all.put(changes[i], changes[i + 1]);
        }
        return all.entrySet().stream()
                .flatMap(change -> List.of(change.getKey(), change.getValue()).stream())
                .toArray(String[]::new);
    }

    private String signIn(String type, String... changes) {
        return fixture.provider
                .requests()
                .complete(fixture.call(), fixture.ask(client, implicit(type, changes)), fixture.session("77"));
    }

    private Response ask(String type, String... changes) {
        return fixture.get(AuthorizeEndpoint.PATH, authorization(client, implicit(type, changes)));
    }

    private JWTClaimsSet idToken(Map<String, String> answer) {
        return fixture.keys
                .of(fixture.instance.id())
                .verified(answer.getOrDefault("id_token", ""))
                .orElseThrow();
    }

    @Test
    void bothTokensComeInTheFragment() throws Exception {
        String uri = signIn(BOTH);
        Map<String, String> answer = location(uri);

        assertThat(uri).startsWith(ProviderFixture.CALLBACK + "#");
        assertThat(answer)
                .containsOnlyKeys("access_token", "token_type", "expires_in", "id_token", "state", "iss")
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", "43200")
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ProviderFixture.ORIGIN);
        JWTClaimsSet id = idToken(answer);
        assertThat(id.getSubject()).isEqualTo(fixture.person.id());
        assertThat(id.getAudience()).contains(client);
        assertThat(id.getStringClaim("nonce")).isEqualTo("n0nce");
        assertThat(id.getStringClaim("sid")).isEqualTo("77");
        assertThat(id.getClaim("at_hash"))
                .isEqualTo(AccessTokenHash.compute(
                                new BearerAccessToken(answer.get("access_token")), JWSAlgorithm.RS256, null)
                        .getValue());
        assertThat(id.getClaims()).doesNotContainKeys("email", "name");
        assertThat(json(fixture.userinfo(answer.getOrDefault("access_token", ""))))
                .containsEntry("email", "mia@acme.test");
    }

    @Test
    void theWordsMayStandInAnyOrder() {
        assertThat(location(signIn("token id_token"))).containsKeys("access_token", "id_token");
    }

    @Test
    void anIdTokenAloneHasTheClaimsThatNobodyCouldAskForOtherwise() throws Exception {
        Map<String, String> answer = location(signIn("id_token"));

        assertThat(answer).containsOnlyKeys("id_token", "state", "iss");
        assertThat(idToken(answer).getStringClaim("email")).isEqualTo("mia@acme.test");
        assertThat(idToken(answer).getStringClaim("name")).isEqualTo("Mia Muster");
        assertThat(idToken(answer).getClaims()).doesNotContainKey("at_hash");
    }

    @Test
    void theAnswerMayBePosted() {
        String uri = signIn(BOTH, "response_mode", "form_post");
        Response form = fixture.get(FormPosts.PATH, location(uri));

        assertThat(uri).doesNotContain("access_token", "id_token");
        assertThat(body(form))
                .contains("name=\"access_token\"")
                .contains("name=\"id_token\"")
                .contains("name=\"iss\"");
    }

    @Test
    void promptNoneIsAnsweredAtOnceWithASession() {
        fixture.browserSession.set(fixture.session("77"));

        assertThat(location(header(ask("id_token", "prompt", "none"), "Location")))
                .containsKeys("id_token", "iss");
    }

    @ParameterizedTest
    @CsvSource({
        "id_token,            nonce,         '',          invalid_request",
        "id_token token,      nonce,         '',          invalid_request",
        "id_token,            scope,         email,       invalid_request",
        "id_token,            response_mode, query,       invalid_request",
        "id_token token,      dpop_jkt,      0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I, invalid_request",
        "id_token,            prompt,        none,        login_required",
        "token,               nonce,         n,           unsupported_response_type",
        "code id_token,       nonce,         n,           unsupported_response_type",
        "code id_token token, nonce,         n,           unsupported_response_type",
    })
    void whatIsWrongIsToldInTheFragment(String type, String parameter, String value, String error) {
        Response answer = ask(type, parameter, value);

        assertThat(header(answer, "Location")).startsWith(ProviderFixture.CALLBACK + "#");
        assertThat(location(header(answer, "Location")))
                .containsEntry("error", error)
                .containsEntry("state", "s t&te")
                .containsEntry("iss", ProviderFixture.ORIGIN)
                .doesNotContainKeys("id_token", "access_token");
    }

    @Test
    void anErrorIsPostedWhereTheAnswerWouldBe() {
        Response form = ask("id_token", "response_mode", "form_post", "nonce", "");

        assertThat(body(form)).contains("value=\"invalid_request\"");
    }

    @Test
    void anApplicationGetsOnlyWhatItWasGiven() {
        String code = fixture.userAgent().add();
        String idTokenOnly = fixture.userAgent().implicit(ResponseType.ID_TOKEN).add();
        String withoutGrant = fixture.userAgent()
                .implicit(ResponseType.ID_TOKEN)
                .grants(App.GrantType.AUTHORIZATION_CODE)
                .add();

        assertThat(errorOf(code, "id_token")).isEqualTo("unauthorized_client");
        assertThat(errorOf(idTokenOnly, BOTH)).isEqualTo("unauthorized_client");
        assertThat(errorOf(withoutGrant, "id_token")).isEqualTo("unauthorized_client");
        assertThat(errorOf(client, "code")).isEqualTo("unauthorized_client");
    }

    private String errorOf(String clientId, String type) {
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(clientId, "response_type", type));
        return location(header(answer, "Location")).getOrDefault("error", "");
    }

    @Test
    void tokensNeverGoToAnAddressWithoutEncryption() {
        String plain = "http://app.example.com/cb";
        String web = fixture.web()
                .implicit(ResponseType.ID_TOKEN)
                .redirectUris(plain)
                .add();
        String developed = fixture.web()
                .implicit(ResponseType.ID_TOKEN)
                .redirectUris(plain)
                .devMode()
                .add();
        client = web;
        Response refused = ask("id_token", "redirect_uri", plain);
        client = developed;

        assertThat(refused.status()).isEqualTo(400);
        assertThat(header(refused, "Location")).isEmpty();
        assertThat(header(ask("id_token", "redirect_uri", plain), "Location")).startsWith("/ui/login");
    }

    @Test
    void theAccessTokenLivesAsLongAsAnyAndEndsWithTheSession() {
        String first = location(signIn(BOTH)).getOrDefault("access_token", "");
        fixture.pass(Duration.ofHours(12));
        String second = location(signIn(BOTH)).getOrDefault("access_token", "");

        assertThat(fixture.userinfo(first).status()).isEqualTo(401);
        assertThat(fixture.userinfo(second).status()).isEqualTo(200);
        fixture.store.write(tx -> {
            fixture.sessions.endSession(tx, fixture.instance.id(), "77", fixture.person.id());
            return tx;
        });
        assertThat(fixture.userinfo(second).status()).isEqualTo(401);
    }

    @Test
    void aSignInIsRecordedLikeThatOfACode() {
        signIn(BOTH);
        signIn("id_token");
        List<String> types = fixture.store.read(
                sql -> sql.select("select type from events where stream_type = 'oidc_session' order by position")
                        .mapTo(String.class)
                        .list());

        assertThat(types)
                .containsExactly("oidc_session.added", "oidc_session.access_token.added", "oidc_session.added");
    }

    @Test
    void thereIsNoRefreshToken() {
        String both = fixture.userAgent()
                .implicit(ResponseType.ID_TOKEN_TOKEN)
                .grants(App.GrantType.IMPLICIT, App.GrantType.REFRESH_TOKEN)
                .add();
        client = both;

        assertThat(fixture.ask(client, implicit(BOTH)).scopes()).doesNotContain("offline_access");
        assertThat(location(signIn(BOTH))).doesNotContainKey("refresh_token");
    }

    @Test
    void whoLosesTheGrantMeanwhileGetsNothing() {
        AuthRequest request = fixture.ask(client, implicit(BOTH));
        fixture.change(client, new AppEvent.Deactivated());

        assertThatThrownBy(() -> fixture.provider.requests().complete(fixture.call(), request, fixture.session("77")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aRequestIsAnsweredOnce() {
        AuthRequest request = fixture.ask(client, implicit(BOTH));
        fixture.provider.requests().complete(fixture.call(), request, fixture.session("77"));

        assertThatThrownBy(() -> fixture.provider.requests().complete(fixture.call(), request, fixture.session("77")))
                .isInstanceOf(Problem.class);
    }

    @Test
    void aPushedRequestMayAskForItToo() {
        Response pushed =
                fixture.post(PushedAuthorizationEndpoint.PATH, authorization(client, implicit("id_token")), Map.of());
        Response answer = fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", client, "request_uri", text(pushed, "request_uri")));

        assertThat(pushed.status()).isEqualTo(201);
        assertThat(header(answer, "Location")).startsWith("/ui/login/login?authRequestID=V2_");
    }

    @Test
    void eventsAndTablesHoldNoToken() {
        Map<String, String> answer = location(signIn(BOTH));
        List<String> kept = fixture.store.read(sql -> sql.select(
                        "select payload from events union all select state from oidc_sessions union all select hash from tokens")
                .mapTo(String.class)
                .list());

        assertThat(kept)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(answer.get("access_token"))
                        .doesNotContain(answer.get("id_token")));
    }
}
