package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.ORIGIN;
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
import dev.ostiary.http.Response;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Machines;
import dev.ostiary.user.User;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtBearerTest {
    private static KeyPair key;
    private static KeyPair foreign;

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String machine;
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
        Stored<User> robot = fixture.machine("robot", TokenType.BEARER);
        Stored<User> withKey = addKey(robot, fixture.now.get().plus(Duration.ofDays(1)));
        machine = robot.id();
        keyId = withKey.state().machine().orElseThrow().keys().getLast().id();
    }

    private Stored<User> addKey(Stored<User> user, Instant expiresAt) {
        String publicKey = Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
        return fixture.store.write(
                tx -> new Machines(fixture.users, fixture.ids).addKey(tx, user, "", publicKey, expiresAt));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The claims of an assertion that is valid. */
    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(machine)
                .subject(machine)
                .audience(ORIGIN)
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

    private Response redeem(String assertion) {
        return fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "scope", "openid profile",
                        "assertion", assertion),
                Map.of());
    }

    private void refused(String assertion) {
        Response answer = redeem(assertion);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).isEqualTo("invalid_grant");
    }

    @Test
    void aSignedAssertionBringsAToken() throws Exception {
        Response answer = redeem(signed(claims()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(fixture.userinfo(text(answer, "access_token")))).containsEntry("sub", machine);
        JWTClaimsSet idToken = fixture.keys
                .of(fixture.instance.id())
                .verified(text(answer, "id_token"))
                .orElseThrow();
        assertThat(idToken.getClaims()).doesNotContainKeys("amr", "sid", "nonce");
    }

    @Test
    void anAssertionForSomebodyElseIsRefused() throws Exception {
        refused(signed(claims().audience("http://other")));
        refused(signed(claims().audience((String) null)));
    }

    @Test
    void anAssertionAboutSomebodyElseIsRefused() throws Exception {
        refused(signed(claims().subject(fixture.person.id())));
        refused(signed(claims().subject(null)));
        refused(signed(claims().issuer(null)));
        refused(signed(claims().issuer("404").subject("404")));
        refused(signed(claims().issuer(fixture.person.id()).subject(fixture.person.id())));
    }

    @Test
    void anAssertionOutOfItsTimeIsRefused() throws Exception {
        refused(signed(claims().expirationTime(at(Duration.ofSeconds(-1)))));
        refused(signed(claims().expirationTime(null)));
        refused(signed(claims().issueTime(null)));
        refused(signed(claims().issueTime(at(Duration.ofSeconds(-3601)))));
        refused(signed(claims().issueTime(at(Duration.ofSeconds(2)))));
        refused(signed(claims().notBeforeTime(at(Duration.ofSeconds(2)))));
    }

    @Test
    void anAssertionThatTheKeyDidNotSignIsRefused() throws Exception {
        refused(signed(claims(), JWSAlgorithm.RS256, keyId, new RSASSASigner(foreign.getPrivate())));
        refused(signed(claims(), JWSAlgorithm.RS256, "404", new RSASSASigner(key.getPrivate())));
        refused(signed(claims(), JWSAlgorithm.RS512, keyId, new RSASSASigner(key.getPrivate())));
        refused(signed(
                claims(),
                JWSAlgorithm.HS256,
                keyId,
                new MACSigner(key.getPublic().getEncoded())));
        refused(new PlainJWT(claims().build()).serialize());
        String valid = signed(claims());
        refused(valid.substring(0, valid.lastIndexOf('.') + 1));
        refused(valid.substring(0, valid.lastIndexOf('.') + 1) + "AAAA");
        refused(valid.replaceFirst("\\.", ".e30"));
        refused("garbage");
        refused("a.b.c");
    }

    @Test
    void anotherMachinesKeyIsNoKey() throws Exception {
        Stored<User> other = fixture.machine("other", TokenType.BEARER);

        refused(signed(claims().issuer(other.id()).subject(other.id())));
    }

    @Test
    void anExpiredKeyIsNoKey() throws Exception {
        fixture.pass(Duration.ofDays(1));

        refused(signed(claims()));
    }
}
