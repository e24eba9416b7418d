package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemCertificatesTest {
    private static final String FIRST = SamlDocuments.FIRST.certificatePem();
    private static final String SECOND = SamlDocuments.SECOND.certificatePem();

    private static int count(String pem) throws CredentialException {
        return PemCertificates.parse(SamlDocuments.bytes(pem)).size();
    }

    @Test
    void allCertificatesAreReadInOrder() throws Exception {
        assertThat(PemCertificates.parse(SamlDocuments.bytes("Subject: ü\n" + FIRST + "\n" + SECOND + "end")))
                .extracting(certificate -> certificate.getSerialNumber().intValueExact())
                .containsExactly(1001, 1002);
    }

    @Test
    void lineEndsOfOtherSystemsAreRead() throws Exception {
        assertThat(count(FIRST.replace("\n", "\r\n"))).isEqualTo(1);
    }

    @Test
    void oneReadableCertificateIsEnough() throws Exception {
        String broken = FIRST.replace("\nM", "\n*");
        String cut = FIRST.substring(0, 200);

        assertThat(count(broken + SECOND)).isEqualTo(1);
        assertThat(count(cut + "\n" + SECOND)).isEqualTo(1);
        assertThat(count(SECOND + cut)).isEqualTo(1);
        assertThat(count(SamlDocuments.FIRST.privateKeyPem() + SECOND)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----"
            })
    void withoutAnyItIsRefused(String pem) {
        assertThatThrownBy(() -> count(pem))
                .isInstanceOf(CredentialException.class)
                .hasNoCause();
    }

    @Test
    void aPrivateKeyIsNoCertificate() {
        String key = SamlDocuments.FIRST.privateKeyPem();

        assertThatThrownBy(() -> count(key.replace("PRIVATE KEY", "CERTIFICATE")))
                .isInstanceOf(CredentialException.class)
                .hasMessageNotContaining(key.substring(40, 60));
    }
}
