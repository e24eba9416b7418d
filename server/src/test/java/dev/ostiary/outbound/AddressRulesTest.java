package dev.ostiary.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules PUBLIC_ONLY = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void anAddressThatIsNotPublicIsRefused(String address) {
        assertThat(PUBLIC_ONLY.permits(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1"
            })
    void aPublicAddressIsPermitted(String address) {
        assertThat(PUBLIC_ONLY.permits(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void anAllowedRangeWinsAndNothingElseDoes() {
        AddressRules rules = new AddressRules(List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00::/8")));
        assertThat(rules.permits(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
        assertThat(rules.permits(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
        assertThat(rules.permits(InetAddress.ofLiteral("fd00::1"))).isTrue();
        assertThat(rules.permits(InetAddress.ofLiteral("fc00::1"))).isFalse();
    }

    @Test
    void aPrefixThatEndsWithinAByteCounts() {
        Cidr range = Cidr.parse("172.16.9.9/12");
        assertThat(range).isEqualTo(Cidr.parse("172.16.0.0/12"));
        assertThat(range.contains(InetAddress.ofLiteral("172.31.0.1"))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral("172.32.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "localhost/8", "fd00::/129", "10.0.0.0/x"})
    void whatIsNoRangeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
