package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.http.Response;
import dev.ostiary.user.User.TokenType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a DPoP proof must be like (RFC 9449 section 4.3), at the token endpoint. */
class DpopProofTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private Prover prover;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        prover = Prover.of(fixture);
        fixture.machine("robot", TokenType.BEARER);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response ask(String proof) {
        Map<String, String> headers = new HashMap<>(basic("robot", "s3cret"));
        headers.put("DPoP", proof);
        return fixture.post(TokenEndpoint.PATH, Map.of("grant_type", "client_credentials", "scope", "openid"), headers);
    }

    private JWTClaimsSet.Builder claims() {
        return prover.claims(TokenEndpoint.PATH);
    }

    private void refused(String proof) {
        Response answer = ask(proof);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).isEqualTo("invalid_dpop_proof");
        assertThat(json(answer)).doesNotContainKey("access_token");
    }

    @Test
    void withAProofTheTokenIsBoundToItsKey() throws Exception {
        Response answer = ask(prover.proof(TokenEndpoint.PATH));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer, "token_type")).isEqualTo("DPoP");
    }

    @Test
    void withoutAProofTheTokenIsABearerToken() {
        Response answer = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "client_credentials", "scope", "openid"),
                basic("robot", "s3cret"));

        assertThat(text(answer, "token_type")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES384", "ES512", "RS256", "PS384"})
    void keysOfEveryKindThatIsAnnouncedAreTaken(String name) throws Exception {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        JWK key = JWSAlgorithm.Family.EC.contains(algorithm)
                ? new ECKeyGenerator(Curve.forJWSAlgorithm(algorithm).iterator().next()).generate()
                : new RSAKeyGenerator(2048).generate();

        assertThat(ask(new Prover(fixture, key, algorithm).proof(TokenEndpoint.PATH))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aKeyOfEd25519IsTakenForItsOwnAlgorithmOnly() throws Exception {
        OctetKeyPair key = Ed25519Signing.generate();
        Prover prover = new Prover(fixture, key, JWSAlgorithm.EdDSA);

        assertThat(ask(prover.proof(TokenEndpoint.PATH)).status()).isEqualTo(200);
        refused(prover.signed(
                prover.header().jwk(Ed25519Signing.generate().toPublicJWK()), prover.claims(TokenEndpoint.PATH)));
        refused(prover.signed(
                prover.header().jwk(new ECKeyGenerator(Curve.P_256).generate().toPublicJWK()),
                prover.claims(TokenEndpoint.PATH)));
        JWSHeader.Builder other = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
        refused(new Prover(fixture, new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256)
                .signed(other, prover.claims(TokenEndpoint.PATH)));
        refused(prover.signed(
                prover.header().jwk(new OctetKeyPair.Builder(Curve.X25519, key.getX()).build()),
                prover.claims(TokenEndpoint.PATH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP://ID.EXAMPLE.COM/oauth/v2/token",
                "http://id.example.com:80/oauth/v2/token",
                "http://id.example.com/oauth/v2/token?a=b#c"
            })
    void theUrlMayBeWrittenInOtherWays(String url) throws Exception {
        assertThat(ask(prover.signed(claims().claim("htu", url))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "htm, GET",
        "htm, post",
        "htu, http://id.example.com/oidc/v1/userinfo",
        "htu, http://evil.example/oauth/v2/token",
        "htu, https://id.example.com/oauth/v2/token",
        "htu, http://id.example.com:8080/oauth/v2/token",
        "htu, http://id.example.com/oauth/v2/token/",
        "htu, http://mia@id.example.com/oauth/v2/token",
        "htu, /oauth/v2/token",
        "htu, 'http://a b'",
        "htu, 'urn:a'"
    })
    void aProofForAnotherRequestIsRefused(String claim, String value) throws Exception {
        refused(prover.signed(claims().claim(claim, value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"htm", "htu", "jti", "iat"})
    void aProofWithoutAClaimItNeedsIsRefused(String claim) throws Exception {
        refused(prover.signed(claims().claim(claim, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"htm", "htu", "jti", "iat", "ath"})
    void aClaimOfAnotherTypeIsRefused(String claim) throws Exception {
        refused(prover.signed(claims().claim(claim, Map.of("a", "b"))));
    }

    @Test
    void aProofIsGoodOnce() throws Exception {
        String proof = prover.proof(TokenEndpoint.PATH);

        assertThat(ask(proof).status()).isEqualTo(200);
        refused(proof);
    }

    @Test
    void twoKeysMayHappenToUseTheSameId() throws Exception {
        assertThat(ask(prover.signed(claims().jwtID("1"))).status()).isEqualTo(200);
        assertThat(ask(Prover.of(fixture).signed(claims().jwtID("1"))).status()).isEqualTo(200);
    }

    @Test
    void aProofIsGoodForTwoMinutesAndForgottenThen() throws Exception {
        String proof = prover.proof(TokenEndpoint.PATH);
        ask(prover.proof(TokenEndpoint.PATH));
        fixture.pass(Duration.ofMinutes(2));
        assertThat(ask(proof).status()).isEqualTo(200);
        fixture.pass(Duration.ofSeconds(1));

        refused(prover.signed(claims().issueTime(Date.from(fixture.now.get().minusSeconds(121)))));
        refused(proof);
        assertThat(fixture.store.write(ClientAssertions::sweep)).isEqualTo(2);
    }

    @Test
    void aProofOfTheFutureIsRefused() throws Exception {
        assertThat(ask(prover.signed(
                                claims().issueTime(Date.from(fixture.now.get().plusSeconds(30)))))
                        .status())
                .isEqualTo(200);
        refused(prover.signed(claims().issueTime(Date.from(fixture.now.get().plusSeconds(31)))));
        refused(prover.signed(claims().expirationTime(Date.from(fixture.now.get()))));
    }

    @Test
    void aTokenThatIsNoProofIsRefused() throws Exception {
        refused(prover.signed(prover.header().type(JOSEObjectType.JWT), claims()));
        refused(prover.signed(prover.header().type(null), claims()));
        refused(prover.signed(prover.header().jwk(null).keyID("1"), claims()));
    }

    @Test
    void aProofThatTellsThePrivateKeyIsRefused() throws Exception {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + prover.key() + "}")
                        .getBytes(StandardCharsets.UTF_8));
        String proof = prover.proof(TokenEndpoint.PATH);

        refused(header + proof.substring(proof.indexOf('.')));
    }

    @Test
    void aProofThatAnotherKeySignedIsRefused() throws Exception {
        JWK foreign = Prover.of(fixture).key().toPublicJWK();

        refused(prover.signed(prover.header().jwk(foreign), claims()));
        String proof = prover.proof(TokenEndpoint.PATH);
        String other = prover.proof(TokenEndpoint.PATH);
        refused(proof.substring(0, proof.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
    }

    @Test
    void aSharedSecretNoSignatureAndAWeakKeyProveNothing() throws Exception {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("dpop+jwt"));
        SignedJWT shared = new SignedJWT(header.jwk(prover.key().toPublicJWK()).build(), claims().build());
        shared.sign(new MACSigner(new byte[32]));
        refused(shared.serialize());
        String[] parts = prover.proof(TokenEndpoint.PATH).split("\\.", -1);
        String none =
                "{\"alg\":\"none\",\"typ\":\"dpop+jwt\",\"jwk\":" + prover.key().toPublicJWK() + "}";
        refused(Base64.getUrlEncoder().withoutPadding().encodeToString(none.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[1] + ".");
        JWK weak = new RSAKeyGenerator(1024, true).generate();
        refused(weakly(weak));
    }

    private String weakly(JWK weak) throws JOSEException {
        SignedJWT proof = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(weak.toPublicJWK())
                        .build(),
                claims().build());
        proof.sign(new RSASSASigner(weak.toRSAKey().toPrivateKey(), true));
        return proof.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.e30", "e30.e30.", "\u0000"})
    void whatIsNoTokenIsRefused(String proof) {
        refused(proof);
    }

    @Test
    void twoProofsAreRefused() throws Exception {
        refused(prover.proof(TokenEndpoint.PATH) + "," + prover.proof(TokenEndpoint.PATH));
    }
}
