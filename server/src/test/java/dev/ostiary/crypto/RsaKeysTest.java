package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.crypto.RsaKeys.Pair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeysTest {
    private static final Pair PAIR = RsaKeys.generate();

    @Test
    void aGeneratedPairSignsAndVerifies() throws GeneralSecurityException {
        byte[] message = "assertion".getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(privateKey(PAIR.privateKeyPem()));
        signer.update(message);
        byte[] signature = signer.sign();

        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(RsaKeys.parse(PAIR.publicKey()));
        verifier.update(message);
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void aGeneratedKeyHas2048Bits() {
        assertThat(RsaKeys.parse(PAIR.publicKey()).getModulus().bitLength()).isEqualTo(2048);
    }

    @Test
    void theTextOfAPairDoesNotShowThePrivateKey() {
        assertThat(PAIR.privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PAIR.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aGivenPublicKeyIsReadFromPem() {
        assertThat(RsaKeys.publicOnly(utf8(pem(PAIR.publicKey())))).contains(new Pair(PAIR.publicKey(), ""));
    }

    @Test
    void aGivenPublicKeyIsReadFromPemWithLinesOfWindowsAndBlanksAroundIt() {
        String pem = "\r\n" + pem(PAIR.publicKey()).replace("\n", "\r\n") + "\r\n";

        assertThat(RsaKeys.publicOnly(utf8(pem))).contains(new Pair(PAIR.publicKey(), ""));
    }

    @Test
    void aGivenPublicKeyIsReadFromDer() {
        byte[] der = Base64.getDecoder().decode(PAIR.publicKey());

        assertThat(RsaKeys.publicOnly(der)).contains(new Pair(PAIR.publicKey(), ""));
    }

    @Test
    void aKeyThatIsTooShortIsRefused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);

        assertThat(RsaKeys.publicOnly(generator.generateKeyPair().getPublic().getEncoded()))
                .isEmpty();
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");

        assertThat(RsaKeys.publicOnly(generator.generateKeyPair().getPublic().getEncoded()))
                .isEmpty();
    }

    @Test
    void aPrivateKeyIsRefused() {
        assertThat(RsaKeys.publicOnly(utf8(PAIR.privateKeyPem()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\ngarbage\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nQUJD\n-----END PUBLIC KEY-----"
            })
    void garbageIsRefused(String given) {
        assertThat(RsaKeys.publicOnly(utf8(given))).isEmpty();
    }

    private static String pem(String publicKey) {
        String body = Base64.getMimeEncoder(64, utf8("\n"))
                .encodeToString(Base64.getDecoder().decode(publicKey));
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
