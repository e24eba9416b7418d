package dev.ostiary.federation.logout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.federation.token.TokenForge;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a logout token must hold, check by check (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
class LogoutTokenTest {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LogoutToken RULES =
            new LogoutToken("https://op.example.com", "client", List.of("RS256", "none", "HS256"), NOW);

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("https://op.example.com")
                .subject("alice")
                .audience(List.of("other", "client"))
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(120)))
                .jwtID("j1")
                .claim("sid", "s1")
                .claim("events", Map.of(EVENT, Map.of()));
    }

    private static String signed(JWTClaimsSet claims) {
        return TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.RSA);
    }

    private static String typed(String type) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .type(new JOSEObjectType(type))
                .build();
        return TokenForge.sign(good().build(), header, TokenForge.RSA);
    }

    private static UpstreamEnd verify(String token) throws Exception {
        return RULES.verify(token, selector -> selector.select(TokenForge.published()));
    }

    @Test
    void aGoodOneSaysWhichSessionHasEnded() throws Exception {
        assertThat(verify(signed(good().build())))
                .isEqualTo(new UpstreamEnd(
                        "https://op.example.com", "alice", List.of("s1"), "j1", NOW.plusSeconds(120 + 60)));
    }

    @Test
    void aSubjectAloneMeansAllSessionsAndASessionAloneAnybodys() throws Exception {
        assertThat(verify(signed(good().claim("sid", null).build())).sids()).isEmpty();
        assertThat(verify(signed(good().subject(null).build()))).satisfies(end -> {
            assertThat(end.subject()).isEmpty();
            assertThat(end.sids()).containsExactly("s1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "JWT", "LOGOUT+JWT"})
    void itMayBeTypedAsALogoutToken(String type) throws Exception {
        assertThat(verify(typed(type)).id()).isEqualTo("j1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "dpop+jwt"})
    void itMayNotBeTypedAsAnother(String type) {
        assertThatThrownBy(() -> verify(typed(type))).hasMessageContaining("typ is");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsRefused(String why, UnaryOperator<JWTClaimsSet.Builder> change) {
        String token = signed(change.apply(good()).build());

        assertThatThrownBy(() -> verify(token))
                .isInstanceOf(LogoutRefused.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(token);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("iss is", claims -> claims.issuer("https://op.example.com/")),
                wrong("iss is", claims -> claims.issuer(null)),
                wrong("aud is", claims -> claims.audience("other")),
                wrong("aud is", claims -> claims.audience((String) null)),
                wrong("iat is", claims -> claims.issueTime(null)),
                wrong("iat is", claims -> claims.issueTime(Date.from(NOW.plusSeconds(61)))),
                wrong("exp is", claims -> claims.expirationTime(null)),
                wrong("exp is", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60)))),
                wrong("exp is", claims -> claims.expirationTime(Date.from(NOW.plus(Duration.ofHours(25))))),
                wrong("jti", claims -> claims.jwtID(null)),
                wrong("jti", claims -> claims.jwtID(" ")),
                wrong("nonce", claims -> claims.claim("nonce", "n")),
                wrong("nonce", claims -> claims.claim("nonce", "")),
                wrong("events", claims -> claims.claim("events", null)),
                wrong("events", claims -> claims.claim("events", EVENT)),
                wrong("events", claims -> claims.claim("events", List.of(EVENT))),
                wrong("events", claims -> claims.claim("events", Map.of(EVENT, true))),
                wrong("events", claims -> claims.claim("events", Map.of("other", Map.of()))),
                wrong("neither sub nor sid", claims -> claims.subject(null).claim("sid", null)),
                wrong("neither sub nor sid", claims -> claims.subject("").claim("sid", "")),
                wrong("sid is not a text", claims -> claims.claim("sid", List.of("s1"))));
    }

    private static Arguments wrong(String why, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(why, change);
    }

    @Test
    void onlyTheProvidersSignatureCounts() {
        JWTClaimsSet claims = good().build();

        assertThatThrownBy(() -> verify(TokenForge.unsigned(claims))).hasMessageContaining("alg");
        assertThatThrownBy(() -> verify(TokenForge.hmacWithPublicKey(claims))).hasMessageContaining("alg");
        assertThatThrownBy(() -> verify(TokenForge.sign(claims, JWSAlgorithm.ES256, TokenForge.EC)))
                .hasMessageContaining("alg");
        assertThatThrownBy(() -> verify(TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.OTHER_RSA)))
                .hasMessageContaining("signature");
        assertThatThrownBy(() -> verify(TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.WEAK_RSA)))
                .hasMessageContaining("signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30."})
    void whatIsNoTokenIsRefused(String text) {
        assertThatThrownBy(() -> verify(text)).isInstanceOf(LogoutRefused.class);
        assertThatThrownBy(() -> verify("x".repeat(LogoutToken.LONGEST + 1))).isInstanceOf(LogoutRefused.class);
    }
}
