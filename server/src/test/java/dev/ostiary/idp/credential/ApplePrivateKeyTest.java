package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplePrivateKeyTest {
    private static final KeyPair P256 = ec("secp256r1");

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END PRIVATE KEY-----";
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> ApplePrivateKey.parse(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(CredentialException.class)
                .hasNoCause()
                .hasMessageContaining(reason)
                .hasMessageNotContaining(Base64.getEncoder()
                        .encodeToString(P256.getPrivate().getEncoded())
                        .substring(48, 60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "  \n\n"})
    void aKeyFileIsReadWhateverItsEnd(String end) throws Exception {
        String pem = pem(P256.getPrivate().getEncoded()) + end;
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(ApplePrivateKey.parse(SamlDocuments.bytes(pem)));
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(P256.getPublic());
        signature.update((byte) 1);

        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    void lineEndsOfOtherSystemsAreRead() throws Exception {
        String pem = pem(P256.getPrivate().getEncoded()).replace("\n", "\r\n");

        assertThat(ApplePrivateKey.parse(SamlDocuments.bytes(pem))).isEqualTo(P256.getPrivate());
    }

    @Test
    void keysOfOtherKindsAreRefused() throws Exception {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        byte[] ed25519 = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();

        assertRefused(pem(rsa), "P-256");
        assertRefused(pem(ed25519), "P-256");
        assertRefused(pem(ec("secp384r1").getPrivate().getEncoded()), "P-256");
        assertRefused(pem(P256.getPublic().getEncoded()), "P-256");
    }

    @Test
    void otherEnvelopesAreRefused() {
        String pem = pem(P256.getPrivate().getEncoded());

        assertRefused("", "PKCS#8");
        assertRefused("-----BEGIN PRIVATE KEY-----", "PKCS#8");
        assertRefused("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----", "P-256");
        assertRefused(pem.replace("PRIVATE KEY", "EC PRIVATE KEY"), "PKCS#8");
        assertRefused(pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "PKCS#8");
        assertRefused(pem + "\n" + pem, "base64");
        assertRefused(pem.replace("\nM", "\n*"), "base64");
        assertRefused(new String(P256.getPrivate().getEncoded(), StandardCharsets.ISO_8859_1), "PKCS#8");
    }

    @Property(tries = 2_000)
    void aDamagedKeyIsReadOrRefused(@ForAll @IntRange(max = 66) int at, @ForAll byte value) {
        byte[] der = P256.getPrivate().getEncoded();
        der[at] = value;
        try {
            assertThat(ApplePrivateKey.parse(SamlDocuments.bytes(pem(der))).getAlgorithm())
                    .isEqualTo("EC");
        } catch (CredentialException refused) {
            assertThat(refused).hasMessageContaining("P-256");
        }
    }
}
