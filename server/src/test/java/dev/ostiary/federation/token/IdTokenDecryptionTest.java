package dev.ostiary.federation.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTokenDecryptionTest {
    private static final String SIGNED = TokenForge.sign(
            new JWTClaimsSet.Builder().subject("alice").build(), JWSAlgorithm.RS256, TokenForge.OTHER_RSA);
    private static final List<JWK> OURS = List.of(TokenForge.RSA, TokenForge.EC);

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
        assertThat(IdTokenDecryption.opened(TokenForge.encrypt(SIGNED, named, key(alg)), OURS, true))
                .isEqualTo(SIGNED);
        assertThat(IdTokenDecryption.opened(
                        TokenForge.encrypt(SIGNED, header(alg, enc).build(), key(alg)), OURS, true))
                .isEqualTo(SIGNED);
    }

    @ParameterizedTest
    @CsvSource({"RSA1_5, A128GCM", "RSA-OAEP, A128GCM", "ECDH-ES+A192KW, A128GCM"})
    void otherKeyManagementIsRefused(String alg, String enc) {
        refused(TokenForge.encrypt(SIGNED, header(alg, enc).build(), key(alg)), "there is no key");
    }

    @Test
    void otherContentEncryptionIsRefused() {
        refused(TokenForge.encrypt(SIGNED, header("RSA-OAEP-256", "A192GCM").build(), TokenForge.RSA), "none of");
    }

    @Test
    void whatIsCompressedIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM")
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        refused(TokenForge.encrypt(SIGNED, header, TokenForge.RSA), "compressed");
    }

    @Test
    void whatIsForAnotherKeyIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM").build();
        refused(TokenForge.encrypt(SIGNED, header, TokenForge.OTHER_RSA), "can't be decrypted");
        JWEHeader named = header("RSA-OAEP-256", "A128GCM").keyID("other").build();
        refused(TokenForge.encrypt(SIGNED, named, TokenForge.RSA), "there is no key 'other'");
    }

    @Test
    void whatIsNotSignedInsideIsRefused() {
        JWEHeader header = header("RSA-OAEP-256", "A128GCM").build();
        refused(TokenForge.encrypt("{\"sub\":\"alice\"}", header, TokenForge.RSA), "no signed token");
        String unsigned =
                TokenForge.unsigned(new JWTClaimsSet.Builder().subject("alice").build());
        refused(TokenForge.encrypt(unsigned, header, TokenForge.RSA), "no signed token");
        refused(
                TokenForge.encrypt(TokenForge.encrypt(SIGNED, header, TokenForge.RSA), header, TokenForge.RSA),
                "no signed token");
    }

    @Test
    void whatWasChangedOnTheWayIsRefused() {
        String token =
                TokenForge.encrypt(SIGNED, header("RSA-OAEP-256", "A128GCM").build(), TokenForge.RSA);
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
