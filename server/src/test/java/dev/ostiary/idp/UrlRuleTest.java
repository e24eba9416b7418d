package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRuleTest {

    @ParameterizedTest
    @CsvSource({
        "https://op.example.com, true, true, true",
        "https://op.example.com/, true, true, true",
        "https://op.example.com:8443/realms/a, true, true, true",
        "https://127.0.0.1, true, true, true",
        "http://localhost, false, true, true",
        "http://localhost:9000/op, false, true, true",
        "http://127.0.0.1:9000, false, true, true",
        "http://[::1]:9000, false, true, true",
        "http://op.example.com, false, false, true",
        "http://localhost.example.com, false, false, true",
        "http://127.0.0.1.example.com, false, false, true",
        "http://192.168.1.1, false, false, true"
    })
    void httpIsAllowedWhereTheRuleSaysSo(String issuer, boolean httpsOnly, boolean loopback, boolean anywhere) {
        assertThat(UrlRule.HTTPS_ONLY.allowsIssuer(issuer)).isEqualTo(httpsOnly);
        assertThat(UrlRule.HTTP_ON_LOOPBACK.allowsIssuer(issuer)).isEqualTo(loopback);
        assertThat(UrlRule.HTTP_ANYWHERE.allowsIssuer(issuer)).isEqualTo(anywhere);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "op.example.com",
                "//op.example.com",
                "/op",
                "https:",
                "https://",
                "https:///path",
                "https:op.example.com",
                "https://op.example.com?a=b",
                "https://op.example.com?",
                "https://op.example.com#fragment",
                "https://op.example.com#",
                "https://user@op.example.com",
                "https://user:secret@op.example.com",
                "https://@op.example.com",
                "https://op example.com",
                " https://op.example.com",
                "https://op.example.com\n",
                "https://op.example.com:port",
                "https://op.example.com:99999",
                "ftp://op.example.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "mailto:a@example.com",
                "https://[::1",
                "https://op.example.com/%zz"
            })
    void whatIsNoIssuerIsAllowedByNoRule(String issuer) {
        for (UrlRule rule : UrlRule.values()) {
            assertThat(rule.allowsIssuer(issuer)).as(rule.name()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(UrlRule.class)
    void httpsIsAlwaysAllowed(UrlRule rule) {
        assertThat(rule.allowsIssuer("https://login.microsoftonline.com/common/v2.0"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, true, true",
        "::1, false, true, true",
        "10.1.2.3, false, false, true",
        "8.8.8.8, false, false, true"
    })
    void otherProtocolsAreUnencryptedWhereHttpWouldBeAllowed(
            String address, boolean never, boolean loopback, boolean anywhere) {
        InetAddress to = InetAddress.ofLiteral(address);

        assertThat(UrlRule.HTTPS_ONLY.allowsUnencrypted(to)).isEqualTo(never);
        assertThat(UrlRule.HTTP_ON_LOOPBACK.allowsUnencrypted(to)).isEqualTo(loopback);
        assertThat(UrlRule.HTTP_ANYWHERE.allowsUnencrypted(to)).isEqualTo(anywhere);
    }
}
