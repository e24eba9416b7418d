package dev.ostiary.idp.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LdapServerTest {

    @ParameterizedTest
    @CsvSource({
        "ldap://127.0.0.1:1389, false, 127.0.0.1, 1389",
        "ldap://ldap.example.com, false, ldap.example.com, 389",
        "ldaps://ldap.example.com, true, ldap.example.com, 636",
        "ldaps://ldap.example.com:3269/, true, ldap.example.com, 3269",
        "LDAPS://Ldap.Example.com, true, Ldap.Example.com, 636",
        "ldap://open_ldap:389, false, open_ldap, 389",
        "ldap://[::1]:1389, false, ::1, 1389",
        "ldap://[fe80::1], false, fe80::1, 389"
    })
    void anAddressIsReadWithTheUsualPorts(String url, boolean tls, String host, int port) throws Exception {
        assertThat(LdapServer.parse(url)).isEqualTo(new LdapServer(tls, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ldap.example.com",
                "ldap.example.com:389",
                "ldap:",
                "ldap://",
                "ldap:///",
                "ldap://:389",
                "ldap:ldap.example.com",
                "ldapi:///var/run/ldapi",
                "http://ldap.example.com",
                "ldap://ldap.example.com/dc=example",
                "ldap://ldap.example.com?cn",
                "ldap://ldap.example.com#a",
                "ldap://user@ldap.example.com",
                "ldap://user:secret@ldap.example.com",
                "ldap://ldap.example.com:0",
                "ldap://ldap.example.com:65536",
                "ldap://ldap.example.com:-1",
                "ldap://ldap.example.com:",
                "ldap://[::1",
                "ldap://[::::]",
                "ldap://a b",
                " ldap://ldap.example.com",
                "ldap://ldap.example.com\n",
                "ldap://ldap.example.com,ldap://other.example.com"
            })
    void whatIsNoServerIsRefused(String url) {
        assertThatThrownBy(() -> LdapServer.parse(url))
                .isInstanceOf(CredentialException.class)
                .hasMessageNotContaining("secret");
    }
}
