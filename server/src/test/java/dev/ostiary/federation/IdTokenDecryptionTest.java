package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTokenDecryptionTest {
    private static final String SIGNED = TokenForge.sign(
            new JWTClaimsSet.Builder().subject("alice").build(), JWSAlgorithm.RS256, TokenForge.OTHER_RSA);
    private static final List<JWK> OURS = List.of(TokenForge.RSA, TokenForge.EC);

    static String encrypt(String inside, JWEHeader header, JWK key) {
        try {
            JWEObject token = new JWEObject(header, new Payload(inside));
            token.encrypt(
                    key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter((ECKey) key.toPublicJWK()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWEHeader.Builder header(String alg, String enc) {
        return new JWEHeader.Builder(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc));
    }

    private static JWK key(String alg) {
        return alg.startsWith("RSA") ? TokenForge.RSA : TokenForge.EC;
    }

    private static void refused(String token, String why) {
        assertThatThrownBy(() -> IdTokenDecryption.opened(token, OURS, false))
                .isInstanceOfSatisfying(
                        IdTokenRefused.class,
                        refused -> assertThat(refused.check()).isEqualTo(IdTokenCheck.ENCRYPTION))
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-OAEP-256, A128GCM",
        "RSA-OAEP-256, A256GCM",
        "RSA-OAEP-256, A128CBC-HS256",
        "ECDH-ES, A128CBC-HS256",
        "ECDH-ES, A256GCM",
        "ECDH-ES+A128KW, A256CBC-HS512",
        "ECDH-ES+A256KW, A256GCM"
    })
    void whatIsEncryptedForUsIsOpened(String alg, String enc) throws IdTokenRefused {
        JWEHeader named = header(alg, enc).keyID(key(alg).getKeyID()).build();
        assertThat(IdTokenDecryption.opened(encrypt(SIGNED, named, key(alg)), OURS, true))
                .isEqualTo(SIGNED);
        assertThat(IdTokenDecryption.opened(encrypt(SIGNED, header(alg, enc).build(), key(alg)), OURS, true))
                .isEqualTo(SIGNED);
    }

    @ParameterizedTest
    @CsvSource({"RSA1_5, A128GCM", "RSA-OAEP, A128GCM", "ECDH-ES+A192KW, A128GCM"})
    void otherKeyManagementIsRefused(String alg, String enc) {
        refused(encrypt(SIGNED, header(alg, enc).build(), key(alg)), "there is no key");
    }

    @Test
    void otherContentEncryptionIsRefused() {
        refused(encrypt(SIGNED, header("RSA-OAEP-256", "A192GCM").build(), TokenForge.RSA), "none of");
    }

    @Test
    void whatIsCompressedIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM")
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        refused(encrypt(SIGNED, header, TokenForge.RSA), "compressed");
    }

    @Test
    void whatIsForAnotherKeyIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM").build();
        refused(encrypt(SIGNED, header, TokenForge.OTHER_RSA), "can't be decrypted");
        JWEHeader named = header("RSA-OAEP-256", "A128GCM").keyID("other").build();
        refused(encrypt(SIGNED, named, TokenForge.RSA), "there is no key 'other'");
    }

    @Test
    void whatIsNotSignedInsideIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM").build();
        refused(encrypt("{\"sub\":\"alice\"}", header, TokenForge.RSA), "no signed token");
        String unsigned =
                TokenForge.unsigned(new JWTClaimsSet.Builder().subject("alice").build());
        refused(encrypt(unsigned, header, TokenForge.RSA), "no signed token");
        refused(encrypt(encrypt(SIGNED, header, TokenForge.RSA), header, TokenForge.RSA), "no signed token");
    }

    @Test
    void whatWasChangedOnTheWayIsRefused() {
        String token = encrypt(SIGNED, header("RSA-OAEP-256", "A128GCM").build(), TokenForge.RSA);
        String[] parts = token.split("\\.");
        parts[3] = (parts[3].charAt(0) == 'A' ? "B" : "A") + parts[3].substring(1);
        refused(String.join(".", parts), "can't be decrypted");
        refused("a.b.c.d.e", "not a JWE");
    }

    @Test
    void aTokenThatIsNotEncryptedPassesUnlessItMustBe() throws IdTokenRefused {
        assertThat(IdTokenDecryption.opened(SIGNED, OURS, false)).isEqualTo(SIGNED);
        assertThatThrownBy(() -> IdTokenDecryption.opened(SIGNED, OURS, true)).isInstanceOf(IdTokenRefused.class);
    }
}
