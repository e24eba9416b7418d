package dev.ostiary.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VouchedTest {
    @Test
    void whatTheProviderSaysIsKept() {
        assertThat(Vouched.of("{\"sub\":\"1\",\"acr\":\"urn:example:gold\",\"amr\":[\"pwd\",\"otp\",\"mfa\"]}"))
                .isEqualTo(new Vouched("urn:example:gold", List.of("pwd", "otp", "mfa")));
    }

    @Test
    void methodsThatHaveNoRegisteredNameAreLeftOut() {
        assertThat(Vouched.of("{\"amr\":[\"pwd\",\"ngcmfa\",\"pwd\",7,null,[\"otp\"]]}")
                        .amr())
                .containsExactly("pwd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "null",
                "{\"acr\":1,\"amr\":\"pwd\"}",
                "{\"acr\":null,\"amr\":null}",
                "{\"acr\":[\"a\"],\"amr\":{}}",
                "{\"acr\":\"two words\"}",
                "{\"acr\":\"caf\u00e9\"}",
                "{\"acr\":\"\\n\"}"
            })
    void whatIsNotAsItShouldBeCountsAsNotSaid(String claims) {
        assertThat(Vouched.of(claims)).isEqualTo(Vouched.NOTHING);
    }

    @Test
    void aClassThatIsTooLongCountsAsNotSaid() {
        assertThat(Vouched.of("{\"acr\":\"" + "a".repeat(255) + "\"}").acr()).hasSize(255);
        assertThat(Vouched.of("{\"acr\":\"" + "a".repeat(256) + "\"}").acr()).isEmpty();
    }
}
