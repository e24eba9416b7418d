package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.api.admin.v1.AddJWTProviderRequest;
import dev.ostiary.api.admin.v1.UpdateJWTProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sign-ins through a site that hands over a token in a request header. */
class JwtSignInTest extends SignIns {
    private Federation federation;
    private Stored<IdentityProvider> site;

    @BeforeEach
    void configure() {
        federation = house.federation();
        site = house.offer(
                "AddJWTProvider",
                AddJWTProviderRequest.newBuilder()
                        .setName("Intranet")
                        .setIssuer(op.issuer())
                        .setJwtEndpoint(op.issuer() + "/ipd?site=1")
                        .setKeysEndpoint(op.issuer() + "/keys")
                        .setHeaderName("x-custom-tkn")
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED))
                        .build());
    }

    @Test
    void theTokenTellsWhoThePersonIs() {
        Stored<User> created = ((Outcome.SignedIn) signIn(token(claims -> claims))).user();

        assertThat(created.state().userName()).isEqualTo("alice");
        assertThat(human(created).email()).isEqualTo(new User.Email("alice@acme.test", true));
        assertThat(human(created).links())
                .containsExactly(new User.IdpLink(site.id(), "alice-there", "alice", op.issuer()));
        assertThat(signIn(token(claims -> claims))).isEqualTo(new Outcome.SignedIn(created, site.id(), "request"));
    }

    @Test
    void theBrowserIsSentToTheSiteWithWhatItSendsBack() {
        URI to = house.begin(federation, site, House.beginning());

        assertThat(to.toString()).startsWith(op.issuer() + "/ipd?site=1&authRequestID=");
        assertThat(Parameters.parse(to.getRawQuery()).values().keySet())
                .containsExactlyInAnyOrder("site", "authRequestID", "userAgentID");
    }

    static List<Arguments> goodTokens() {
        return List.of(
                token("of any audience", claims -> claims.audience("somebody else")),
                token("that ends when it says", claims -> claims.issueTime(null)),
                token("that ends an hour after it was made", claims -> claims.expirationTime(null)));
    }

    @ParameterizedTest(name = "one {0}")
    @MethodSource("goodTokens")
    void aTokenWithLessThanAnIdTokenIsGood(String what, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        assertThat(signIn(token(change))).isInstanceOf(Outcome.SignedIn.class);
    }

    static List<Arguments> badTokens() {
        Instant now = Instant.now();
        return List.of(
                token("iss", claims -> claims.issuer("https://other.example")),
                token("sub", claims -> claims.subject(" ")),
                token("exp", claims -> claims.expirationTime(at(now, -120))),
                token("exp", claims -> claims.expirationTime(null).issueTime(null)),
                token("iat", claims -> claims.issueTime(at(now, -3_800))),
                token("iat", claims -> claims.issueTime(at(now, 600))),
                token("nbf", claims -> claims.notBeforeTime(at(now, 600))));
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("badTokens")
    void aTokenThatDoesNotHoldWhatItMustIsRefusedByItsName(
            String check, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        assertRefused(token(change), check);
    }

    @Test
    void onlyTheSitesKeysCount() {
        JWTClaimsSet claims = claims(same -> same);

        assertRefused(TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.OTHER_RSA), "signature");
        assertRefused(TokenForge.unsigned(claims), "alg");
        assertRefused(TokenForge.hmacWithPublicKey(claims), "alg");
        assertRefused("no token", "format");
        assertThat(signIn(TokenForge.sign(claims, JWSAlgorithm.ES256, TokenForge.EC)))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "dpop+jwt", "secevent+jwt"})
    void aTokenForAnotherUseIsRefused(String type) {
        assertRefused(typed(type), "typ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt"})
    void anAccessTokenIsGoodToo(String type) {
        assertThat(signIn(typed(type))).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void withMaxAgeTheTokenMustBeOfARecentSignIn() {
        Beginning recent =
                new Beginning("request", House.BROWSER, "", "", List.of(), Duration.ofMinutes(1), List.of(), Map.of());
        Date before = at(house.clock.instant(), -1_000);

        assertThat(reason(signIn(recent, token(claims -> claims.claim("auth_time", before)))))
                .isEqualTo(Reason.ID_TOKEN_INVALID);
        assertThat(reason(signIn(recent, token(claims -> claims.issueTime(before)))))
                .isEqualTo(Reason.ID_TOKEN_INVALID);
        assertThat(signIn(recent, token(claims -> claims))).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void withoutATokenOrWhatWasSentAlongNobodySignsIn() {
        Map<String, String> without = answer("");
        assertThat(reason(federation.callback(house.call, House.callback(without))))
                .isEqualTo(Reason.CALLBACK_INCOMPLETE);
        Map<String, String> forged = answer(token(claims -> claims));
        forged.put("userAgentID", "forged");
        assertThat(reason(federation.callback(house.call, House.callback(forged))))
                .isEqualTo(Reason.CALLBACK_INCOMPLETE);
    }

    @Test
    void anAnswerIsGoodOnceAndInItsBrowser() {
        Callback answer = House.callback(answer(token(claims -> claims)));
        federation.callback(house.call, answer);

        assertThat(reason(federation.callback(house.call, answer))).isEqualTo(Reason.ALREADY_USED);
        Callback elsewhere = House.callback(answer(token(claims -> claims)), "another");
        assertThat(reason(federation.callback(house.call, elsewhere))).isEqualTo(Reason.WRONG_BROWSER);
    }

    @Test
    void itIsSaidWhichHeaderIsAwaited() {
        Map<String, String> answer = answer("");

        assertThat(federation.handover(house.call, House.callback(answer)))
                .hasValue(new Federation.Handover("x-custom-tkn", true));
        assertThat(federation.handover(house.call, House.callback(answer, "")))
                .hasValue(new Federation.Handover("x-custom-tkn", false));
        assertThat(federation.handover(house.call, House.callback(Map.of("state", "unknown"))))
                .isEmpty();
    }

    @Test
    void aSiteThatIsPointedElsewhereMeanwhileSignsNobodyIn() {
        Map<String, String> answer = answer(token(claims -> claims));
        house.admin(
                "UpdateJWTProvider",
                UpdateJWTProviderRequest.newBuilder()
                        .setId(site.id())
                        .setName("Intranet")
                        .setIssuer(op.issuer())
                        .setJwtEndpoint(op.issuer() + "/ipd")
                        .setKeysEndpoint("https://keys.example/keys")
                        .setHeaderName("x-custom-tkn")
                        .build());

        assertThat(reason(federation.callback(house.call, House.callback(answer))))
                .isEqualTo(Reason.PROVIDER_CHANGED);
    }

    @Test
    void withoutTheSitesKeysNothingIsBelieved() {
        Map<String, String> answer = answer(token(claims -> claims));
        op.close();

        assertThat(reason(federation.callback(house.call, House.callback(answer))))
                .isEqualTo(Reason.PROVIDER_UNREACHABLE);
    }

    private void assertRefused(String token, String check) {
        Outcome.Refused refused = (Outcome.Refused) signIn(token);
        assertThat(refused.reason()).isEqualTo(Reason.ID_TOKEN_INVALID);
        assertThat(house.log(refused.reference()).getLast().detail()).startsWith("id_token_invalid: " + check + " ");
    }

    private Outcome signIn(String token) {
        return signIn(House.beginning(), token);
    }

    private Outcome signIn(Beginning beginning, String token) {
        return federation.callback(house.call, House.callback(answer(beginning, token)));
    }

    private Map<String, String> answer(String token) {
        return answer(House.beginning(), token);
    }

    private Map<String, String> answer(Beginning beginning, String token) {
        Parameters asked =
                Parameters.parse(house.begin(federation, site, beginning).getRawQuery());
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("state", asked.first("authRequestID").orElseThrow());
        answer.put("userAgentID", asked.first("userAgentID").orElseThrow());
        answer.put("token", token);
        return answer;
    }

    private String token(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        return TokenForge.sign(claims(change), JWSAlgorithm.RS256, TokenForge.RSA);
    }

    private String typed(String type) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(TokenForge.RSA.getKeyID())
                .type(new JOSEObjectType(type))
                .build();
        return TokenForge.sign(claims(same -> same), header, TokenForge.RSA);
    }

    private JWTClaimsSet claims(Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        TestProvider.alice().forEach(claims::claim);
        return change.apply(claims.issuer(op.issuer())
                        .issueTime(at(house.clock.instant(), 0))
                        .expirationTime(at(house.clock.instant(), 300)))
                .build();
    }

    private static Arguments token(String what, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        return Arguments.of(what, change);
    }

    private static Date at(Instant now, long seconds) {
        return Date.from(now.plusSeconds(seconds));
    }
}
