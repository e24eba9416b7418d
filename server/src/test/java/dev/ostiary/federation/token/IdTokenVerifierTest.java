package dev.ostiary.federation.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final IdTokenRules RULES = new IdTokenRules(
            "https://op.example",
            "client",
            List.of("RS256", "PS256", "ES256", "EdDSA", "Ed25519"),
            "the-nonce",
            "the-access-token",
            null,
            NOW);

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("https://op.example")
                .subject("alice")
                .audience("client")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(300)))
                .claim("nonce", "the-nonce");
    }

    private static JWTClaimsSet verify(String token) throws Exception {
        return verify(token, RULES);
    }

    private static JWTClaimsSet verify(String token, IdTokenRules rules) throws Exception {
        return IdTokenVerifier.verify(token, rules, selector -> selector.select(TokenForge.published()));
    }

    private static IdTokenCheck refused(String token) {
        return refused(token, RULES);
    }

    private static IdTokenCheck refused(String token, IdTokenRules rules) {
        return catchThrowableOfType(IdTokenRefused.class, () -> verify(token, rules))
                .check();
    }

    private static String rs256(JWTClaimsSet.Builder claims) {
        return TokenForge.sign(claims.build(), JWSAlgorithm.RS256, TokenForge.RSA);
    }

    @Test
    void aGoodTokenPassesWithEveryKindOfKey() throws Exception {
        JWTClaimsSet claims = good().build();
        List<String> tokens = List.of(
                TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.RSA),
                TokenForge.sign(claims, JWSAlgorithm.PS256, TokenForge.RSA),
                TokenForge.sign(claims, JWSAlgorithm.ES256, TokenForge.EC),
                TokenForge.signEd25519(claims, JWSAlgorithm.EdDSA),
                TokenForge.signEd25519(claims, JWSAlgorithm.Ed25519));
        for (String token : tokens) {
            assertThat(verify(token).getSubject()).isEqualTo("alice");
        }
    }

    @Test
    void aTokenWithoutKeyIdPassesWhenAKeyFits() throws Exception {
        String token = TokenForge.sign(good().build(), new JWSHeader(JWSAlgorithm.RS256), TokenForge.RSA);
        assertThat(verify(token).getSubject()).isEqualTo("alice");
    }

    static Stream<Arguments> singleDefects() {
        return Stream.of(
                defect("another issuer", IdTokenCheck.ISS, c -> c.issuer("https://evil.example")),
                defect("no issuer", IdTokenCheck.ISS, c -> c.issuer(null)),
                defect("issuer with a slash", IdTokenCheck.ISS, c -> c.issuer("https://op.example/")),
                defect("no subject", IdTokenCheck.SUB, c -> c.subject(null)),
                defect("empty subject", IdTokenCheck.SUB, c -> c.subject(" ")),
                defect("subject too long", IdTokenCheck.SUB, c -> c.subject("x".repeat(256))),
                defect("another audience", IdTokenCheck.AUD, c -> c.audience("other")),
                defect("no audience", IdTokenCheck.AUD, c -> c.audience((String) null)),
                defect("audiences without azp", IdTokenCheck.AZP, c -> c.audience(List.of("client", "other"))),
                defect("azp of another", IdTokenCheck.AZP, c -> c.claim("azp", "other")),
                defect("azp that is no text", IdTokenCheck.AZP, c -> c.claim("azp", 7)),
                defect("expired", IdTokenCheck.EXP, c -> c.expirationTime(Date.from(NOW.minusSeconds(61)))),
                defect("no expiry", IdTokenCheck.EXP, c -> c.expirationTime(null)),
                defect("issued in the future", IdTokenCheck.IAT, c -> c.issueTime(Date.from(NOW.plusSeconds(61)))),
                defect("no time of issue", IdTokenCheck.IAT, c -> c.issueTime(null)),
                defect("not valid yet", IdTokenCheck.NBF, c -> c.notBeforeTime(Date.from(NOW.plusSeconds(61)))),
                defect("another nonce", IdTokenCheck.NONCE, c -> c.claim("nonce", "replayed")),
                defect("no nonce", IdTokenCheck.NONCE, c -> c.claim("nonce", null)),
                defect("nonce that is no text", IdTokenCheck.NONCE, c -> c.claim("nonce", List.of("the-nonce"))),
                defect("at_hash of another token", IdTokenCheck.AT_HASH, c -> c.claim("at_hash", hash("other"))));
    }

    private static Arguments defect(String name, IdTokenCheck check, UnaryOperator<JWTClaimsSet.Builder> defect) {
        return arguments(name, check, defect);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("singleDefects")
    void oneWrongClaimIsRefusedByItsName(String name, IdTokenCheck check, UnaryOperator<JWTClaimsSet.Builder> defect) {
        assertThat(refused(rs256(defect.apply(good())))).as(name).isEqualTo(check);
    }

    @Test
    void clocksMayDifferALittle() throws Exception {
        assertThat(verify(rs256(good().expirationTime(Date.from(NOW.minusSeconds(59))))))
                .isNotNull();
        assertThat(verify(rs256(good().issueTime(Date.from(NOW.plusSeconds(59))))))
                .isNotNull();
    }

    @Test
    void severalAudiencesPassWithTheRightAuthorizedParty() throws Exception {
        JWTClaimsSet.Builder claims =
                good().audience(List.of("other", "client")).claim("azp", "client");
        assertThat(verify(rs256(claims))).isNotNull();
    }

    @Test
    void theRightAccessTokenHashPasses() throws Exception {
        assertThat(verify(rs256(good().claim("at_hash", hash("the-access-token")))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    void theAccessTokenHashOfEd25519TokensIsChecked(String name) throws Exception {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        String right = AccessTokenHash.compute(
                        new BearerAccessToken("the-access-token"), JWSAlgorithm.EdDSA, Curve.Ed25519)
                .getValue();
        assertThat(verify(TokenForge.signEd25519(good().claim("at_hash", right).build(), algorithm)))
                .isNotNull();
        assertThat(refused(TokenForge.signEd25519(
                        good().claim("at_hash", hash("other")).build(), algorithm)))
                .isEqualTo(IdTokenCheck.AT_HASH);
    }

    private static String hash(String token) {
        return AccessTokenHash.compute(new BearerAccessToken(token), JWSAlgorithm.RS256)
                .getValue();
    }

    @Test
    void aTokenSignedByAnotherKeyOfTheSameNameIsRefused() {
        assertThat(refused(TokenForge.sign(good().build(), JWSAlgorithm.RS256, TokenForge.OTHER_RSA)))
                .isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void aKeyThatTheProviderDoesNotHaveIsRefused() {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown").build();
        assertThat(refused(TokenForge.sign(good().build(), header, TokenForge.RSA)))
                .isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void aKeyInTheHeaderIsNotBelieved() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .jwk(TokenForge.OTHER_RSA.toPublicJWK())
                .build();
        assertThat(refused(TokenForge.sign(good().build(), header, TokenForge.OTHER_RSA)))
                .isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void aWeakKeyIsRefused() {
        assertThat(refused(TokenForge.sign(good().build(), JWSAlgorithm.RS256, TokenForge.WEAK_RSA)))
                .isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void anUnknownCriticalHeaderIsRefused() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        assertThat(refused(TokenForge.sign(good().build(), header, TokenForge.RSA)))
                .isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void aChangedPayloadIsRefused() {
        String[] parts = rs256(good()).split("\\.");
        String[] other = rs256(good().subject("mallory")).split("\\.");
        assertThat(refused(parts[0] + "." + other[1] + "." + parts[2])).isEqualTo(IdTokenCheck.SIGNATURE);
    }

    @Test
    void anUnsignedTokenIsRefusedEvenWhereTheProviderAnnouncesIt() {
        IdTokenRules announcing = new IdTokenRules(
                RULES.issuer(), RULES.clientId(), List.of("none", "HS256", "RS256"), RULES.nonce(), null, null, NOW);
        assertThat(refused(TokenForge.unsigned(good().build()), announcing)).isEqualTo(IdTokenCheck.ALG);
        assertThat(refused(TokenForge.hmacWithPublicKey(good().build()), announcing))
                .isEqualTo(IdTokenCheck.ALG);
    }

    @Test
    void anAlgorithmThatTheProviderDoesNotAnnounceIsRefused() {
        assertThat(refused(TokenForge.sign(good().build(), JWSAlgorithm.RS512, TokenForge.RSA)))
                .isEqualTo(IdTokenCheck.ALG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "a.b.c", "e30.e30.e30", "....", "{\"sub\": \"alice\"}"})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(refused(token)).isEqualTo(IdTokenCheck.FORMAT);
    }

    @Test
    void withMaxAgeThePersonMustHaveSignedInRecently() throws Exception {
        IdTokenRules recent = new IdTokenRules(
                RULES.issuer(), RULES.clientId(), RULES.announced(), RULES.nonce(), null, Duration.ofSeconds(100), NOW);
        assertThat(refused(rs256(good()), recent)).isEqualTo(IdTokenCheck.AUTH_TIME);
        assertThat(refused(rs256(good().claim("auth_time", NOW.minusSeconds(161).getEpochSecond())), recent))
                .isEqualTo(IdTokenCheck.AUTH_TIME);
        assertThat(verify(rs256(good().claim("auth_time", NOW.minusSeconds(99).getEpochSecond())), recent))
                .isNotNull();
    }
}
