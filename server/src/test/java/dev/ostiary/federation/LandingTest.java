package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandingTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, https://a.example/x?id=1&token=t",
        "https://a.example/x?, https://a.example/x?id=1&token=t",
        "https://a.example/x?y=z, https://a.example/x?y=z&id=1&token=t",
        "https://a.example/x?y=z&, https://a.example/x?y=z&id=1&token=t",
        "https://a.example/x?y=z#f?g, https://a.example/x?y=z&id=1&token=t#f?g",
        "https://a.example/x#f, https://a.example/x?id=1&token=t#f",
        "com.example.app:/back, com.example.app:/back?id=1&token=t"
    })
    void whatIsInTheAddressStays(String address, String there) {
        assertThat(new Landing(address, "").success("1", "t", "")).isEqualTo(there);
        assertThat(new Landing(address, "").success("1", "t", "7"))
                .isEqualTo(there.replace("token=t", "token=t&user=7"));
    }

    @ParameterizedTest
    @CsvSource({"access_denied, access_denied", "a b&c=d, a+b%26c%3Dd", "ü, %C3%BC"})
    void whatAProviderSaysIsEncoded(String error, String encoded) {
        assertThat(new Landing("", "https://a.example/no").failure("1", error, error))
                .isEqualTo("https://a.example/no?error=" + encoded + "&error_description=" + encoded + "&id=1");
    }

    @ParameterizedTest
    @CsvSource("https://a.example/x?secret=1")
    void logsGetNoQuery(String address) {
        assertThat(new Landing(address, address).toString()).isEqualTo("Landing[https://a.example/x]");
    }
}
