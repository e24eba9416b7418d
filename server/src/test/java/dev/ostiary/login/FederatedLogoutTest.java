package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing out here and at an OpenID Provider, and hearing from there. */
class FederatedLogoutTest {
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String BYE = "https://app.example.com/bye";

    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private Visitor alice;
    private String idp;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        announce("/logout");
        alice = new Visitor(house);
        idp = house.provider("Contoso", op, false, true);
        house.policy(House.policy(true, idp));
    }

    @AfterEach
    void close() {
        op.close();
        house.close();
    }

    private void announce(String path) {
        op.metadata = document -> {
            document.put("end_session_endpoint", op.issuer() + path);
            return document;
        };
    }

    private void inTheSession(String sid) {
        op.idToken = claims -> claims.claim("sid", sid);
    }

    /** Signs in through the provider and returns what the token endpoint answers. */
    private Map<String, Object> signIn(Visitor visitor) throws ParseException {
        visitor.open("scope", "openid offline_access urn:zitadel:iam:org:idp:id:" + idp);
        Map<String, String> answer = op.agree(URI.create(visitor.left()));
        visitor.get(Paths.CALLBACK + "?state=" + answer.get("state") + "&code=" + answer.get("code"));
        if (visitor.title().equals("We don’t know you yet")) {
            visitor.submit(Paths.CREATE);
        }
        String code = Parameters.parse(URI.create(visitor.left()).getRawQuery())
                .first("code")
                .orElseThrow();
        return json(visitor.send(
                "POST",
                "/oauth/v2/token",
                "grant_type=authorization_code&code=" + code + "&client_id=" + house.clientId + "&code_verifier="
                        + VERIFIER + "&redirect_uri=" + encode(House.CALLBACK)));
    }

    private static Map<String, Object> json(Response answer) throws ParseException {
        return JSONObjectUtils.parse(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Visitor endSession(Visitor visitor, Map<String, Object> tokens) {
        return visitor.get("/oidc/v1/end_session?id_token_hint=" + tokens.get("id_token") + "&post_logout_redirect_uri="
                + encode(BYE) + "&state=s9");
    }

    private static Parameters sent(Visitor visitor) {
        return Parameters.parse(URI.create(visitor.left()).getRawQuery());
    }

    private int status(Map<String, Object> tokens) {
        alice.headers.put("Authorization", "Bearer " + tokens.get("access_token"));
        int status = alice.send("GET", "/oidc/v1/userinfo", "").status();
        alice.headers.remove("Authorization");
        return status;
    }

    @Test
    void theBrowserGoesToTheProviderAndThenToTheApplication() throws ParseException {
        house.logoutGoesOnTo(idp);
        Map<String, Object> tokens = signIn(alice);

        endSession(alice, tokens);

        assertThat(alice.left()).startsWith(op.issuer() + "/logout?");
        assertThat(sent(alice).first("id_token_hint"))
                .hasValueSatisfying(hint -> assertThat(hint).startsWith("ey").isNotEqualTo(tokens.get("id_token")));
        assertThat(sent(alice).first("client_id")).contains(TestProvider.CLIENT);
        assertThat(sent(alice).first("post_logout_redirect_uri")).contains(house.origin + "/idps/logout");
        assertThat(status(tokens)).isEqualTo(401);
        String back = "/idps/logout?state=" + sent(alice).first("state").orElseThrow();
        assertThat(alice.get(back).left()).isEqualTo(BYE + "?state=s9");
        assertThat(alice.get(back).left()).as("it is told once").isEmpty();
        assertThat(alice.title())
                .isEqualTo(new Visitor(house).get(Paths.LOGGED_OUT).title());
        assertThat(house.countOf("upstream_logouts")).isZero();
        assertThat(house.countOf("upstream_sessions")).isZero();
    }

    @Test
    void signingOutOnOurPageGoesOnToTheProviderToo() throws ParseException {
        house.logoutGoesOnTo(idp);
        signIn(alice);

        alice.get(Paths.LOGOUT).submit(Paths.LOGOUT);

        assertThat(alice.status()).isEqualTo(200);
        assertThat(alice.left()).startsWith(op.issuer() + "/logout?id_token_hint=ey");
        assertThat(alice.get("/idps/logout?state=" + sent(alice).first("state").orElseThrow())
                        .title())
                .isEqualTo(new Visitor(house).get(Paths.LOGGED_OUT).title());
    }

    @Test
    void itIsRememberedWhereTheSessionCameFromAlsoWhenThePersonWasAskedFirst() throws ParseException {
        signIn(alice);
        assertThat(house.countOf("upstream_sessions")).isEqualTo(1);
        String row = house.store.read(sql ->
                sql.select("select * from upstream_sessions").mapToMap().one().toString());
        assertThat(row).doesNotContain("alice", "eyJ");
    }

    @Test
    void unlessItIsSwitchedOnTheProviderIsLeftAlone() throws ParseException {
        endSession(alice, signIn(alice));

        assertThat(alice.left()).isEqualTo(BYE + "?state=s9");
    }

    @Test
    void aProviderWithoutSuchAPlaceIsLeftAlone() throws ParseException {
        op.metadata = UnaryOperator.identity();
        house.logoutGoesOnTo(idp);
        endSession(alice, signIn(alice));

        assertThat(alice.left()).isEqualTo(BYE + "?state=s9");
    }

    @Test
    void aPlaceThatCanNotBeUsedKeepsNobodyFromSigningInOrOut() throws ParseException {
        op.metadata = document -> {
            document.put("end_session_endpoint", "javascript:alert(1)");
            return document;
        };
        house.logoutGoesOnTo(idp);
        endSession(alice, signIn(alice));

        assertThat(alice.left()).isEqualTo(BYE + "?state=s9");
    }

    @Test
    void aProviderThatIsDownKeepsNobodyFromBeingSignedOutHere() throws ParseException {
        house.logoutGoesOnTo(idp);
        Map<String, Object> tokens = signIn(alice);
        op.close();
        house.clock.advance(Duration.ofHours(7));

        endSession(alice, tokens);

        assertThat(alice.left()).isEqualTo(BYE + "?state=s9");
        assertThat(house.countOf("sessions")).isZero();
    }

    @Test
    void aLongTokenIsPosted() throws ParseException {
        house.logoutGoesOnTo(idp);
        op.idToken = claims -> claims.claim("groups", "g".repeat(4_000));

        endSession(alice, signIn(alice));

        assertThat(alice.form(op.issuer() + "/logout"))
                .containsOnlyKeys("id_token_hint", "client_id", "post_logout_redirect_uri", "state");
    }

    @Test
    void whatNobodyBeganLeadsToOurOwnPage() {
        String done = new Visitor(house).get(Paths.LOGGED_OUT).title();

        assertThat(alice.get("/idps/logout?state=x&post_logout_redirect_uri=https://evil.example.com")
                        .title())
                .isEqualTo(done);
        assertThat(alice.get("/idps/logout").title()).isEqualTo(done);
        assertThat(alice.get(Paths.LOGOUT_ELSEWHERE + "?state=x").title()).isEqualTo(done);
        assertThat(alice.left()).isEmpty();
    }

    @Test
    void aLogoutThatTookTooLongLeadsToOurOwnPage() throws ParseException {
        house.logoutGoesOnTo(idp);
        endSession(alice, signIn(alice));
        String state = sent(alice).first("state").orElseThrow();
        house.clock.advance(Duration.ofMinutes(16));

        assertThat(alice.get("/idps/logout?state=" + state).left()).isEmpty();
    }

    private Response notice(String token) {
        return notice("/idps/" + idp + "/backchannel_logout", token);
    }

    /** As a provider sends it, which is no browser. */
    private Response notice(String path, String token) {
        Visitor provider = new Visitor(house);
        provider.headers.put("Origin", op.issuer());
        return provider.send("POST", path, "logout_token=" + token);
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return op.logoutToken(change);
    }

    @Test
    void theEndOfASessionThereIsTheEndOfTheOneThatCameFromIt() throws ParseException {
        inTheSession("s-1");
        Map<String, Object> here = signIn(alice);
        inTheSession("s-2");
        Map<String, Object> elsewhere = signIn(new Visitor(house));

        Response answer = notice(token(claims -> claims.claim("sid", "s-1")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).contains(new Response.Header("Cache-Control", "no-store"));
        assertThat(status(here)).isEqualTo(401);
        assertThat(status(elsewhere)).isEqualTo(200);
        assertThat(alice.get(Paths.LOGOUT).title())
                .isEqualTo(new Visitor(house).get(Paths.LOGGED_OUT).title());
        assertThat(house.countOf("sessions")).isEqualTo(1);
    }

    @Test
    void aSubjectAloneEndsAllThatCameFromThisProvider() throws ParseException {
        inTheSession("s-1");
        Map<String, Object> here = signIn(alice);
        inTheSession("s-2");
        Map<String, Object> elsewhere = signIn(new Visitor(house));

        assertThat(notice(token(claims -> claims.subject("somebody else"))).status())
                .isEqualTo(200);
        assertThat(status(here)).isEqualTo(200);
        assertThat(notice(token(claims -> claims)).status()).isEqualTo(200);

        assertThat(status(here)).isEqualTo(401);
        assertThat(status(elsewhere)).isEqualTo(401);
        assertThat(house.countOf("sessions")).isZero();
    }

    @Test
    void aSessionOfSomebodyElseIsNotEnded() throws ParseException {
        inTheSession("s-1");
        Map<String, Object> tokens = signIn(alice);

        notice(token(claims -> claims.claim("sid", "s-1").subject("somebody else")));
        assertThat(status(tokens)).isEqualTo(200);
        notice(token(claims -> claims.claim("sid", "s-1").subject(null)));
        assertThat(status(tokens)).isEqualTo(401);
    }

    @Test
    void aTokenCountsOnce() throws ParseException {
        String token = token(claims -> claims);
        assertThat(notice(token).status()).isEqualTo(200);
        Map<String, Object> tokens = signIn(alice);

        assertThat(notice(token).status()).isEqualTo(400);

        assertThat(status(tokens)).isEqualTo(200);
    }

    @Test
    void whatIsNoTokenOfThisProviderIsRefused() throws ParseException {
        Map<String, Object> tokens = signIn(alice);
        String good = token(claims -> claims);
        String other = house.provider("Other", op, false, true);
        String path = "/idps/" + idp + "/backchannel_logout";

        Response refused = notice(token(claims -> claims.audience("another client")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.headers()).contains(new Response.Header("Cache-Control", "no-store"));
        assertThat(json(refused)).containsEntry("error", "invalid_request");
        assertThat(notice(String.valueOf(tokens.get("id_token"))).status()).isEqualTo(400);
        assertThat(notice("").status()).isEqualTo(400);
        assertThat(notice(good + "&logout_token=" + good).status()).isEqualTo(400);
        assertThat(notice("/idps/1/backchannel_logout", good).status()).isEqualTo(400);
        assertThat(notice("/idps/" + other + "/backchannel_logout", good).status())
                .as("the other provider's sessions alone")
                .isEqualTo(200);
        assertThat(alice.send("GET", path, "").status()).isEqualTo(405);
        assertThat(status(tokens)).isEqualTo(200);
    }

    @Test
    void housekeepingForgetsWhatIsOver() throws ParseException {
        house.logoutGoesOnTo(idp);
        Map<String, Object> tokens = signIn(alice);
        signIn(new Visitor(house));
        endSession(alice, tokens);
        notice(token(claims -> claims.subject("nobody")));
        house.clock.advance(Duration.ofDays(11));

        house.sweep();

        assertThat(house.countOf("upstream_sessions")).isZero();
        assertThat(house.countOf("upstream_logouts")).isZero();
        assertThat(house.countOf("upstream_notices")).isZero();
    }
}
