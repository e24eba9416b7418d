package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamlKeysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    private static X509Certificate certificate(SamlKeys keys) throws CredentialException {
        return PemCertificates.parse(SamlDocuments.bytes(keys.certificatePem())).getFirst();
    }

    @Test
    void theCertificateNamesTheProviderAndIsSignedByItsOwnKey() throws Exception {
        SamlKeys keys = SamlKeys.generate("312909075212468632", NOW, Duration.ofHours(8766), 2048);
        X509Certificate certificate = certificate(keys);

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getSerialNumber()).isEqualTo(new BigInteger("312909075212468632"));
        assertThat(certificate.getSubjectX500Principal().getName("RFC2253", Map.of("2.5.4.5", "serialNumber")))
                .contains("O=Ostiary", "serialNumber=");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(Instant.parse("2027-01-01T06:00:00Z"));
        assertThat(certificate.getKeyUsage())
                .startsWith(true, false, true, false)
                .hasSize(9);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void thePrivateKeyBelongsToTheCertificateAndHasTheSize() throws Exception {
        SamlKeys keys = SamlDocuments.FIRST;
        byte[] der = Base64.getMimeDecoder().decode(keys.privateKeyPem().replaceAll("-----[A-Z ]+-----", ""));
        RSAPrivateKey key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        RSAPublicKey known = (RSAPublicKey) certificate(keys).getPublicKey();

        assertThat(key.getModulus()).isEqualTo(known.getModulus());
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "0", "-1", "012"})
    void anIdThatIsNoNumberGetsARandomSerial(String id) throws Exception {
        BigInteger first = certificate(SamlKeys.generate(id, NOW, Duration.ofDays(1), 1024))
                .getSerialNumber();
        BigInteger second = certificate(SamlKeys.generate(id, NOW, Duration.ofDays(1), 1024))
                .getSerialNumber();

        assertThat(first).isPositive().isNotEqualTo(second);
        assertThat(first.bitLength()).isLessThan(160);
    }

    @Test
    void everyProviderHasItsOwnKey() {
        assertThat(SamlDocuments.FIRST.privateKeyPem()).isNotEqualTo(SamlDocuments.SECOND.privateKeyPem());
    }

    @Test
    void thePrivateKeyStaysOutOfLogs() {
        assertThat(SamlDocuments.FIRST.toString()).contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE");
    }
}
