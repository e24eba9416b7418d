package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.body;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.Ed25519;
import dev.ostiary.crypto.KeyKind.Hash;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.KeyKind.Rsa;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.http.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever kind of key signs: clients that know the key set and the metadata can verify it. */
class SigningAlgorithmTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.web().jwt().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(new Rsa(2048, Hash.SHA256), "RS256", "SHA-256"),
                Arguments.of(new Rsa(3072, Hash.SHA384), "RS384", "SHA-384"),
                Arguments.of(new Rsa(4096, Hash.SHA512), "RS512", "SHA-512"),
                Arguments.of(new Ecdsa(NamedCurve.P256), "ES256", "SHA-256"),
                Arguments.of(new Ecdsa(NamedCurve.P384), "ES384", "SHA-384"),
                Arguments.of(new Ecdsa(NamedCurve.P521), "ES512", "SHA-512"),
                Arguments.of(new Ed25519(), "EdDSA", "SHA-512"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tokensAreSignedByTheActiveKeyWhateverItsKind(KeyKind kind, String algorithm, String hash) throws Exception {
        String key = signWith(kind);
        Response answer = fixture.redeem(client, fixture.code(client));
        SignedJWT idToken = SignedJWT.parse(text(answer, "id_token"));
        String accessToken = text(answer, "access_token");

        for (SignedJWT token : new SignedJWT[] {idToken, SignedJWT.parse(accessToken)}) {
            assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
            assertThat(token.getHeader().getKeyID()).isEqualTo(key);
            assertThat(new KeySetClient(fixture, Duration.ofMinutes(5)).verifies(token))
                    .isTrue();
        }
        assertThat(idToken.getJWTClaimsSet().getStringClaim("at_hash")).isEqualTo(leftHalf(accessToken, hash));
        assertThat(new KeySetClient(fixture, Duration.ofMinutes(5)).keys().getKeys())
                .noneMatch(JWK::isPrivate)
                .allMatch(published -> KeyUse.SIGNATURE.equals(published.getKeyUse()));
        assertThat(metadata().getIDTokenJWSAlgs())
                .extracting(Object::toString)
                .contains("RS256", algorithm)
                .doesNotHaveDuplicates();
        assertThat(fixture.userinfo(accessToken).status()).isEqualTo(200);
    }

    @Test
    void anIdTokenIsAHintUntilItsKeyIsRemoved() {
        Map<String, String> before = Map.of("id_token_hint", idToken());
        String first = signWith(new Ecdsa(NamedCurve.P256));
        Map<String, String> ofFirst = Map.of("id_token_hint", idToken());
        signWith(new Ed25519());

        assertThat(fixture.get(EndSessionEndpoint.PATH, before).status()).isEqualTo(302);
        assertThat(fixture.get(EndSessionEndpoint.PATH, ofFirst).status()).isEqualTo(302);
        assertThat(fixture.get(EndSessionEndpoint.PATH, Map.of("id_token_hint", idToken()))
                        .status())
                .isEqualTo(302);
        WebKeys keys = new WebKeys(fixture.vault, fixture.ids);
        fixture.store.write(tx -> keys.remove(
                tx, keys.find(tx.sql(), fixture.instance.id(), first).orElseThrow(), ""));
        assertThat(fixture.get(EndSessionEndpoint.PATH, ofFirst).status()).isEqualTo(400);
    }

    @Test
    void aKeyIsGoodForItsOwnAlgorithmOnly() throws Exception {
        signWith(new Rsa(2048, Hash.SHA512));
        String token = idToken();
        String[] parts = token.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        String other = base64(header.replace("RS512", "RS256").getBytes(StandardCharsets.UTF_8));

        Response answer =
                fixture.get(EndSessionEndpoint.PATH, Map.of("id_token_hint", other + "." + parts[1] + "." + parts[2]));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(header(answer, "Location")).isEmpty();
    }

    private String idToken() {
        return text(fixture.redeem(client, fixture.code(client)), "id_token");
    }

    /** @return the id of a new key of this kind, which signs from now on */
    private String signWith(KeyKind kind) {
        WebKeys keys = new WebKeys(fixture.vault, fixture.ids);
        fixture.keys.of(fixture.instance.id());
        JWK pair = keys.generate(kind);
        fixture.store.write(tx -> keys.activate(tx, keys.add(tx, fixture.instance.id(), "admin", pair), "admin"));
        return pair.getKeyID();
    }

    private OIDCProviderMetadata metadata() throws Exception {
        return OIDCProviderMetadata.parse(body(fixture.get(Discovery.PATH, Map.of())));
    }

    private static String leftHalf(String token, String hash) throws Exception {
        byte[] digest = MessageDigest.getInstance(hash).digest(token.getBytes(StandardCharsets.US_ASCII));
        return base64(Arrays.copyOf(digest, digest.length / 2));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
